// Package calc is the calculators as a person meets them: a textbook problem in YAML goes in, every step by name
// comes out as JSON. The accounting is in the packages at the root; here is only reading and writing.
package calc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/workpaper"
)

// Topic is one calculator. Example is a complete input with comments that runs as it stands.
type Topic struct {
	Name    string // as typed: "cash-flow"
	Summary string
	Example []byte
	// Run computes. An error of type BadInput is an input that cannot be read or computed; what is merely open about
	// a result is in the result (see Raiser).
	Run func(in []byte) (out any, err error)
}

// Raiser is a result that carries findings.
type Raiser interface{ Raised() []check.Finding }

// Papered is a result that shows its work in papers, which a workbook with live formulas is made of.
type Papered interface{ Papers() []*workpaper.Paper }

// Topics are all calculators, sorted by name.
func Topics() []Topic {
	all := []Topic{
		deadlinesTopic,
		cashFlowTopic,
		epsTopic,
		inventoryTopic,
		poolTopic,
		lowerTopic,
		retailTopic,
		absorptionTopic,
		variancesTopic,
		processTopic,
		rollupTopic,
		activityTopic,
		restructuringTopic,
		impairmentTopic,
		consolidationTopic,
		allowanceTopic,
		leaseTopic,
		taxTopic,
		depreciationTopic,
		pensionTopic,
		corridorTopic,
		debtTopic,
		modificationTopic,
		covenantsTopic,
		sampleTopic,
		severityTopic,
	}
	slices.SortFunc(all, func(a, b Topic) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// NoTopic is a calculator that does not exist.
type NoTopic struct{ Name string }

func (n NoTopic) Error() string {
	var names []string
	for _, t := range Topics() {
		names = append(names, t.Name)
	}
	return fmt.Sprintf("there is no calculator %q; there are %s", n.Name, strings.Join(names, ", "))
}

// Find is the topic of a name.
func Find(name string) (Topic, error) {
	for _, t := range Topics() {
		if t.Name == name {
			return t, nil
		}
	}
	return Topic{}, NoTopic{name}
}

// Run computes a topic for the command line: the result as indented JSON and its findings. The same input gives the
// same bytes.
func Run(topic string, in []byte) ([]byte, []check.Finding, error) {
	b, found, _, err := RunPapers(topic, in)
	return b, found, err
}

// RunPapers is Run with the papers behind the result, none for a topic that has no figures to recompute.
func RunPapers(topic string, in []byte) ([]byte, []check.Finding, []*workpaper.Paper, error) {
	t, err := Find(topic)
	if err != nil {
		return nil, nil, nil, err
	}
	out, err := t.Run(in)
	if err != nil {
		return nil, nil, nil, err
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return nil, nil, nil, fmt.Errorf("writing the result of %s: %w", topic, err)
	}
	var findings []check.Finding
	if r, ok := out.(Raiser); ok {
		findings = r.Raised()
	}
	var papers []*workpaper.Paper
	if p, ok := out.(Papered); ok {
		papers = p.Papers()
	}
	return buf.Bytes(), findings, papers, nil
}
