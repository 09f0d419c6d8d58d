package web

import "testing"

func TestHomeFirst(t *testing.T) {
	n := open(t, testSite(t), "/")
	t.Log(textOf(n))
}
