package web

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// all finds the elements that match a selector: names, .class, #id and [attribute] or [attribute=value], a descendant
// behind each space.
func all(n *html.Node, selector string) []*html.Node {
	found := []*html.Node{n}
	for _, step := range strings.Fields(selector) {
		var next []*html.Node
		for _, f := range found {
			for d := range f.Descendants() {
				if d.Type == html.ElementNode && matches(d, step) && !slices.Contains(next, d) {
					next = append(next, d)
				}
			}
		}
		found = next
	}
	return found
}

// one is the first element that matches, or nil.
func one(n *html.Node, selector string) *html.Node {
	if f := all(n, selector); len(f) > 0 {
		return f[0]
	}
	return nil
}

func matches(n *html.Node, step string) bool {
	i := strings.IndexAny(step, ".#[")
	if i < 0 {
		return n.Data == step
	}
	if i > 0 && n.Data != step[:i] {
		return false
	}
	for rest := step[i:]; rest != ""; {
		end := strings.IndexAny(rest[1:], ".#[") + 1
		if end == 0 {
			end = len(rest)
		}
		if !has(n, rest[:end]) {
			return false
		}
		rest = rest[end:]
	}
	return true
}

func has(n *html.Node, part string) bool {
	switch part[0] {
	case '.':
		return slices.Contains(strings.Fields(attr(n, "class")), part[1:])
	case '#':
		return attr(n, "id") == part[1:]
	}
	key, value, ok := strings.Cut(strings.Trim(part, "[]"), "=")
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key && (!ok || a.Val == value) })
}

func attr(n *html.Node, key string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf is the text of an element with single spaces.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
