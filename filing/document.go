package filing

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tieout/xbrl"
)

// Document is a report as text whose numbers are references. docs/spec/document.md describes the notation.
type Document struct {
	Blocks []Block
}

// Block is one part of a document.
type Block interface{ block() }

// Heading is a title; level 1 is a part of the form, 2 an item, 3 a section.
type Heading struct {
	Level int
	Text  []Span
}

// Paragraph is running text. A bullet paragraph is an item of a list.
type Paragraph struct {
	Text   []Span
	Bullet bool
}

// Cover stands where the cover page goes.
type Cover struct{}

// StatementHere stands where a statement goes.
type StatementHere struct{ ID string }

// TextBlock is content that is tagged as a whole: a note, an accounting policy, a table (levels 1 to 3 of detail
// tagging, EFM 6.6.16 to 6.6.19).
type TextBlock struct {
	Title   string // of a note; empty for what stands inside one
	Concept string
	Blocks  []Block
}

// TopicHere stands where a topic writes its part of a note, from the books: see Document.Expand.
type TopicHere struct {
	Name string
	Line int
}

// TableHere is a table of text and references. A row that is marked as a total has a rule above it.
type TableHere struct{ Rows []TableRow }

// TableRow is a row of a table.
type TableRow struct {
	Cells [][]Span
	Total bool
	Head  bool
}

func (Heading) block()       {}
func (Paragraph) block()     {}
func (Cover) block()         {}
func (StatementHere) block() {}
func (TextBlock) block()     {}
func (TableHere) block()     {}
func (TopicHere) block()     {}

// Span is text, or a reference to a live value.
type Span struct {
	Text string
	Bold bool
	Ref  *Ref
}

// Ref is a live value: {{Concept when}}, {{change Concept}}, {{registrant name}}.
type Ref struct {
	Verb    string        // "" for the amount, change, percent, direction, date, registrant, period
	Concept string        // prefixed element, or the field of registrant and period
	Members []xbrl.Member // where on axes, in order of the axes: {{Element@Axis=Member;Axis=Member}}
	When    string        // now, prior, ytd, prior-ytd
	Line    int
}

func (r Ref) String() string {
	concept := r.Concept
	for i, m := range r.Members {
		concept += "@;"[min(i, 1):min(i, 1)+1] + m.Axis + "=" + m.Member
	}
	return "{{" + strings.TrimSpace(strings.Join([]string{r.Verb, concept, r.When}, " ")) + "}}"
}

// DocumentMistake is a line of a document that cannot be read.
type DocumentMistake struct {
	Line int
	Why  string
}

func (m DocumentMistake) Error() string {
	return fmt.Sprintf("line %d of the document: %s", m.Line, m.Why)
}

// ParseDocument reads the notation.
func ParseDocument(text string) (Document, error) {
	p := &docParser{lines: strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")}
	blocks, err := p.blocks(0)
	return Document{blocks}, err
}

// Expand puts what topics write in their places: text in the same notation. A topic stands inside a note, or by itself.
func (d Document) Expand(write func(topic string) (string, error)) (Document, error) {
	blocks, err := expand(d.Blocks, 0, write)
	return Document{blocks}, err
}

func expand(blocks []Block, depth int, write func(string) (string, error)) (out []Block, err error) {
	for _, b := range blocks {
		switch x := b.(type) {
		case TextBlock:
			if x.Blocks, err = expand(x.Blocks, depth+1, write); err != nil {
				return nil, err
			}
			out = append(out, x)
		case TopicHere:
			text, err := write(x.Name)
			if err != nil {
				return nil, DocumentMistake{x.Line, err.Error()}
			}
			p := &docParser{lines: strings.Split(text, "\n"), base: depth}
			inner, err := p.blocks(depth)
			if err != nil {
				return nil, fmt.Errorf("topic %s: %w", x.Name, err)
			}
			out = append(out, inner...)
		default:
			out = append(out, b)
		}
	}
	return out, nil
}

type docParser struct {
	lines []string
	at    int
	base  int // how deep the text stands that is read by itself
}

func (p *docParser) mistake(format string, a ...any) error {
	return DocumentMistake{p.at, fmt.Sprintf(format, a...)}
}

// blocks reads until the end, or until @end at depth.
func (p *docParser) blocks(depth int) ([]Block, error) {
	var out []Block
	for p.at < len(p.lines) {
		line := strings.TrimSpace(p.lines[p.at])
		p.at++
		switch {
		case line == "" || strings.HasPrefix(line, "//"):
		case line == "@end":
			if depth == p.base {
				return nil, p.mistake("@end closes nothing")
			}
			return out, nil
		default:
			b, err := p.block(line, depth)
			if err != nil {
				return nil, err
			}
			out = append(out, b)
		}
	}
	if depth > p.base {
		return nil, p.mistake("@end is missing")
	}
	return out, nil
}

var noteLine = regexp.MustCompile(`^@note\s+"([^"]+)"\s+(\S+)$`)

func (p *docParser) block(line string, depth int) (Block, error) {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "#", "##", "###":
		s, err := p.spans(rest)
		return Heading{len(word), s}, err
	case "@cover":
		return Cover{}, nil
	case "@statement":
		return StatementHere{rest}, nil
	case "@topic":
		if len(strings.Fields(rest)) != 1 || depth > 1 {
			return nil, p.mistake("write a topic as @topic NAME, by itself or inside a note")
		}
		return TopicHere{rest, p.at}, nil
	case "@note", "@block":
		return p.textBlock(line, word, rest, depth)
	case "-":
		s, err := p.paragraph(rest)
		return Paragraph{s, true}, err
	}
	if strings.HasPrefix(line, "@") {
		return nil, p.mistake("%s is not @cover, @statement, @note, @block, @topic or @end", word)
	}
	if strings.HasPrefix(line, "|") {
		return p.table(line)
	}
	s, err := p.paragraph(line)
	return Paragraph{s, false}, err
}

func (p *docParser) textBlock(line, word, rest string, depth int) (Block, error) {
	t := TextBlock{Concept: rest}
	if word == "@note" {
		m := noteLine.FindStringSubmatch(line)
		if m == nil {
			return nil, p.mistake(`write a note as @note "TITLE" ELEMENT`)
		}
		t.Title, t.Concept = m[1], m[2]
	}
	switch {
	case depth > 1 || word == "@note" && depth > 0:
		return nil, p.mistake("%s cannot stand inside another block here", word)
	case depth == 0 && word == "@block":
		return nil, p.mistake("@block stands inside a note")
	case len(strings.Fields(t.Concept)) != 1:
		return nil, p.mistake("write a block as @block ELEMENT")
	}
	t.Concept = prefixed(t.Concept)
	var err error
	t.Blocks, err = p.blocks(depth + 1)
	return t, err
}

// paragraph reads a line with the following lines of its paragraph. A reference may go over the end of a line.
func (p *docParser) paragraph(first string) ([]Span, error) {
	t := runs{lines: []string{first}, first: p.at}
	for ; p.at < len(p.lines); p.at++ {
		l := strings.TrimSpace(p.lines[p.at])
		if l == "" || strings.ContainsAny(l[:1], "#@|") || strings.HasPrefix(l, "- ") || strings.HasPrefix(l, "//") {
			break
		}
		t.lines = append(t.lines, l)
	}
	return t.spans()
}

// spans reads the text of one line, the one that was taken last.
func (p *docParser) spans(line string) ([]Span, error) {
	return runs{lines: []string{line}, first: p.at}.spans()
}

func (p *docParser) table(first string) (Block, error) {
	t := TableHere{}
	for line := first; strings.HasPrefix(line, "|"); {
		row := TableRow{Head: len(t.Rows) == 0}
		if strings.HasPrefix(line, "|=") {
			row.Total, line = true, "|"+line[2:]
		}
		for _, cell := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|") {
			s, err := p.spans(strings.TrimSpace(cell))
			if err != nil {
				return nil, err
			}
			row.Cells = append(row.Cells, s)
		}
		t.Rows = append(t.Rows, row)
		line = ""
		if p.at < len(p.lines) && strings.HasPrefix(strings.TrimSpace(p.lines[p.at]), "|") {
			line = strings.TrimSpace(p.lines[p.at])
			p.at++
		}
	}
	return t, nil
}

var spanMark = regexp.MustCompile(`\{\{[^{}]*\}\}|\*\*[^*]+\*\*`)

// runs is text over some lines of the document, of which the first has a number.
type runs struct {
	lines []string
	first int
}

// line is the number of the line in which a byte of the joined text stands.
func (t runs) line(at int) int {
	n := t.first
	for _, l := range t.lines[:len(t.lines)-1] {
		if at -= len(l) + 1; at < 0 {
			break
		}
		n++
	}
	return n
}

func (t runs) spans() ([]Span, error) {
	text, from := strings.Join(t.lines, " "), 0
	var out []Span
	for _, m := range append(spanMark.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		plain := text[from:m[0]]
		if i := max(strings.Index(plain, "{{"), strings.Index(plain, "}}")); i >= 0 {
			return nil, DocumentMistake{t.line(from + i), fmt.Sprintf("a reference is not closed: %q", plain)}
		}
		if plain != "" {
			out = append(out, Span{Text: plain})
		}
		if m[0] == m[1] {
			break
		}
		ss, err := span(text[m[0]:m[1]], t.line(m[0]))
		if err != nil {
			return nil, err
		}
		out, from = append(out, ss...), m[1]
	}
	return out, nil
}

// span reads bold text, which may hold references, or a reference.
func span(mark string, line int) ([]Span, error) {
	if strings.HasPrefix(mark, "**") {
		ss, err := runs{lines: []string{strings.Trim(mark, "*")}, first: line}.spans()
		for i := range ss {
			ss[i].Bold = true
		}
		return ss, err
	}
	f := strings.Fields(strings.Trim(mark, "{}"))
	r := Ref{When: "now", Line: line}
	if len(f) > 1 && verbs[f[0]] {
		r.Verb, f = f[0], f[1:]
	}
	if len(f) == 2 && whens[f[1]] {
		r.When, f = f[1], f[:1]
	}
	if len(f) != 1 {
		return nil, DocumentMistake{line, mark + " is not a reference: write {{Element}}, {{Element prior}}, {{change Element}}, {{percent Element}}, {{direction Element}}, {{date now}}, {{registrant FIELD}} or {{period FIELD}}"}
	}
	r.Concept = f[0]
	if r.Verb == "" || r.Verb == "change" || r.Verb == "percent" || r.Verb == "direction" {
		if err := r.element(f[0]); err != nil {
			return nil, DocumentMistake{line, mark + ": " + err.Error()}
		}
	}
	if r.Verb == "date" {
		r.When, r.Concept = f[0], ""
	}
	return []Span{{Ref: &r}}, nil
}

var verbs = map[string]bool{"change": true, "percent": true, "direction": true, "date": true, "registrant": true, "period": true}

var whens = map[string]bool{"now": true, "prior": true, "ytd": true, "prior-ytd": true}

// element reads an element with its places on axes.
func (r *Ref) element(text string) error {
	concept, places, dimensional := strings.Cut(text, "@")
	r.Concept = prefixed(concept)
	if !dimensional {
		return nil
	}
	for _, place := range strings.Split(places, ";") {
		axis, member, ok := strings.Cut(place, "=")
		if !ok || axis == "" || member == "" {
			return fmt.Errorf("write a place on an axis as Element@Axis=Member")
		}
		r.Members = append(r.Members, xbrl.Member{Axis: prefixed(axis), Member: prefixed(member)})
	}
	slices.SortFunc(r.Members, func(a, b xbrl.Member) int { return strings.Compare(a.Axis, b.Axis) })
	return nil
}

// prefixed gives an element without prefix the standard one.
func prefixed(concept string) string {
	if concept != "" && !strings.Contains(concept, ":") {
		return "us-gaap:" + concept
	}
	return concept
}
