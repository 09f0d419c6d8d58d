package testenv

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// ArelleReport is what Arelle has to say about one entry point.
type ArelleReport struct {
	// Messages are all findings: warnings, inconsistencies and errors.
	Messages []ArelleMessage

	// Facts are what Arelle read from the document, ordered by ID.
	Facts []ArelleFact

	// Namespaces are by the prefixes used in the facts.
	Namespaces map[string]string
}

// ArelleMessage is one finding.
type ArelleMessage struct {
	Code  string   // such as EFM.6.05.20 or xbrl.4.8.2:notMonetaryMeasure
	Level string   // warning, inconsistency, error, critical
	Text  string   // for people, with the code and the place in it
	Refs  []string // file names with fragments
}

// Except is the findings other than those with the codes named.
func (r ArelleReport) Except(codes ...string) []ArelleMessage {
	var others []ArelleMessage
	for _, message := range r.Messages {
		if !slices.Contains(codes, message.Code) {
			others = append(others, message)
		}
	}
	return others
}

// Codes are the different codes of the findings, sorted.
func (r ArelleReport) Codes() []string {
	var codes []string
	for _, message := range r.Messages {
		codes = append(codes, message.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// noFacts is the code of the finding, made here, that Arelle could not read the
// facts back. It says so only in passing.
const noFacts = "testenv:noFacts"

// report reads what a job left behind.
func (j arelleJob) report() (ArelleReport, error) {
	entries, err := readArelleLog(j.logFile())
	if err != nil {
		return ArelleReport{}, fmt.Errorf("arelle on %s: %w", j.entryPoint, err)
	}
	var report ArelleReport
	var failure string
	for _, entry := range entries {
		if entry.isFinding() {
			report.Messages = append(report.Messages, entry.message())
		}
		if strings.Contains(entry.Message.Text, "Exception saving OIM") {
			failure = entry.Message.Text
		}
	}
	err = report.readFacts(j.factFile())
	if errors.Is(err, fs.ErrNotExist) {
		report.Messages = append(report.Messages, ArelleMessage{
			Code: noFacts, Level: "error", Text: "Arelle could not save the facts: " + failure,
		})
		return report, nil
	}
	return report, err
}

// arelleEntry is one entry of Arelle's log, findings and chatter alike.
type arelleEntry struct {
	Code    string
	Level   string
	Refs    []struct{ Href string }
	Message struct{ Text string }
}

// isFinding is false for levels info, info-result and debug, the only ones that
// say nothing against the document.
func (e arelleEntry) isFinding() bool {
	return !strings.HasPrefix(e.Level, "info") && e.Level != "debug"
}

func (e arelleEntry) message() ArelleMessage {
	m := ArelleMessage{Code: e.Code, Level: e.Level, Text: strings.TrimSpace(e.Message.Text)}
	for _, ref := range e.Refs {
		m.Refs = append(m.Refs, ref.Href)
	}
	return m
}

func readArelleLog(path string) ([]arelleEntry, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var log struct{ Log []arelleEntry }
	// A second, empty log may follow: a process writes its last one twice.
	if err := json.NewDecoder(file).Decode(&log); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return log.Log, nil
}
