package web

// keyRow is a key and what it does.
type keyRow struct {
	Keys []string
	Does string
}

// keys lists the keys; the script opens the same list in a dialog.
func (s *site) keys(*call) (page, error) {
	rows := []keyRow{{[]string{"?"}, "this list"}}
	for _, g := range s.nav() {
		for _, i := range g.Items {
			rows = append(rows, keyRow{[]string{"g", i.Key}, "go to " + i.Label})
		}
	}
	rows = append(rows, keyRow{[]string{"Ctrl", "K"}, "find an account, entry, report, fact, document, person, page or action"},
		keyRow{[]string{"/"}, "ask where something comes from"},
		keyRow{[]string{"Tab"}, "the next link or figure"},
		keyRow{[]string{"←", "→", "↑", "↓"}, "the next figure of a statement or report table"},
		keyRow{[]string{"Enter"}, "open the chain of a figure beside the page"},
		keyRow{[]string{"Esc"}, "close it, and go back to the figure"})
	return page{Title: "Keys", Body: keysBody(rows)}, nil
}
