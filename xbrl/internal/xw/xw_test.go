package xw

import (
	"strings"
	"testing"
)

func TestWriter(t *testing.T) {
	var w Writer
	w.Open("a", "x", `1 < "2" & é`)
	w.Text("é\u2014 <&> \u00a0\U0001F600\n")
	w.Empty("b:c", "y", "\n")
	w.Leaf("d", "", "z", "")
	w.Close("a")
	got, err := w.Bytes()
	const want = `<a x="1 &lt; &quot;2&quot; &amp; &#233;">&#233;&#8212; &lt;&amp;&gt; &#160;&#128512;` + "\n" + `<b:c y="&#10;"/><d z=""></d></a>`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

// TestRefusals: what would not be well-formed is refused, and the first mistake stays.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		want  string
		write func(*Writer)
	}{
		{"where <a> is open", func(w *Writer) { w.Open("a"); w.Close("b"); w.Close("c") }},
		{"where <> is open", func(w *Writer) { w.Close("b") }},
		{"<a><b> was never closed", func(w *Writer) { w.Open("a"); w.Open("b") }},
		{"not a name", func(w *Writer) { w.Open("a b") }},
		{"not a name", func(w *Writer) { w.Open("1a") }},
		{"not a name", func(w *Writer) { w.Open("a", `x="1" y`, "2") }},
		{"has no value", func(w *Writer) { w.Open("a", "x") }},
		{"there twice", func(w *Writer) { w.Open("a", "x", "1", "y", "2", "x", "3") }},
		{"U+0001", func(w *Writer) { w.Text("a\x01") }},
		{"not UTF-8", func(w *Writer) { w.Text("a\xff") }},
		{"U+FFFE", func(w *Writer) { w.Empty("a", "x", "\ufffe") }},
	} {
		var w Writer
		c.write(&w)
		if _, err := w.Bytes(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
