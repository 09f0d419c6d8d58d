package app

// Waiting is how much waits for a person: drafts of others that they may approve, and postings to review.
func (v *View) Waiting(code string) (int, error) {
	ds, err := v.tx.Drafts()
	n := 0
	for _, d := range ds {
		if d.Actor != code {
			n++
		}
	}
	for _, r := range v.State.Reviews {
		if r.ReviewedBy == "" && r.By != code {
			n++
		}
	}
	return n, err
}
