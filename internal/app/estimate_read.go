package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/estimate"
	"tieout/internal/exporter"
	"tieout/internal/importer"
)

// EstimateFile is a record as it stands in a file: YAML, or a workbook made by EstimateTemplate.
type EstimateFile struct {
	Code, Name string // empty where the file does not say
	Tables     []estimate.Table
}

// ParseEstimate reads a record in YAML: a mapping of sections, a section of one as a mapping and any other as a list of mappings, and at
// the top the code and the name.
func ParseEstimate(t estimate.Topic, text []byte) (EstimateFile, error) {
	var f EstimateFile
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&doc); err != nil {
		return f, mistake("the record", "%v", err)
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return f, mistake("the record", "it is a mapping of sections")
	}
	top := doc.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		switch {
		case key.Value == "code" && value.Kind == yaml.ScalarNode:
			f.Code = value.Value
			continue
		case key.Value == "name" && value.Kind == yaml.ScalarNode:
			f.Name = value.Value
			continue
		}
		s, ok := t.Form.Section(key.Value)
		if !ok {
			return f, mistake("the record", "line %d: there is no section %q; there are code, name, %s", key.Line, key.Value, strings.Join(t.Form.Keys(), ", "))
		}
		table := estimate.Table{Section: s.Key}
		rows := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			rows = value.Content
		}
		for _, n := range rows {
			row, err := yamlRow(s, n)
			if err != nil {
				return f, err
			}
			table.Rows = append(table.Rows, row)
		}
		f.Tables = append(f.Tables, table)
	}
	return f, nil
}

func yamlRow(s estimate.Section, n *yaml.Node) (estimate.Row, error) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return estimate.Row{}, nil
	}
	if n.Kind != yaml.MappingNode {
		return nil, mistake("the record", "line %d: a row of %s is a mapping of %s", n.Line, s.Key, strings.Join(s.Keys(), ", "))
	}
	row := estimate.Row{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if _, ok := s.Column(key.Value); !ok {
			return nil, mistake("the record", "line %d: %s has no %q; it has %s", key.Line, s.Key, key.Value, strings.Join(s.Keys(), ", "))
		}
		if value.Kind != yaml.ScalarNode {
			return nil, mistake("the record", "line %d: %s of %s is one value", value.Line, key.Value, s.Key)
		}
		switch text := value.Value; {
		case value.Tag == "!!null":
		case value.Tag == "!!bool" && strings.EqualFold(text, "true"):
			row[key.Value] = "yes"
		case value.Tag == "!!bool" && strings.EqualFold(text, "false"):
			row[key.Value] = "no"
		default:
			row[key.Value] = text
		}
	}
	return row, nil
}

// FormatEstimate writes a record in YAML, as ParseEstimate reads it.
func FormatEstimate(t estimate.Topic, code, name string, rec estimate.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "code: %s\nname: %s\n", yamlText(code), yamlText(name))
	for _, s := range t.Form {
		rows := rec.Rows(s.Key)
		if len(rows) == 0 {
			continue
		}
		b.WriteString(s.Key + ":\n")
		for _, row := range rows {
			lead := "  - "
			if s.One {
				lead = "  "
			}
			for _, c := range s.Columns {
				if v := row[c.Key]; v != "" {
					fmt.Fprintf(&b, "%s%s: %s\n", lead, c.Key, yamlText(v))
					if !s.One {
						lead = "    "
					}
				}
			}
		}
	}
	return b.String()
}

// yamlText quotes a text unless it is plain.
func yamlText(s string) string {
	b, err := yaml.Marshal(s)
	if err != nil {
		return fmt.Sprintf("%q", s)
	}
	return strings.TrimSuffix(string(b), "\n")
}

// ReadEstimate reads a record from what is in a file: a workbook where its name ends in .xlsx, else YAML.
func ReadEstimate(topic, name string, body []byte) (EstimateFile, error) {
	t, err := EstimateTopic(topic)
	if err != nil {
		return EstimateFile{}, err
	}
	if !strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return ParseEstimate(t, body)
	}
	tables, err := importer.ReadForm(t.Form, body)
	if err != nil {
		return EstimateFile{}, mistake(name, "%v", err)
	}
	return EstimateFile{Tables: tables}, nil
}

// EstimateTemplate is the workbook in which a record of a topic is written down: a sheet for each section, with what each column means,
// and the rows of a record that is there already.
func EstimateTemplate(t estimate.Topic, rec estimate.Record) ([]byte, error) {
	var b bytes.Buffer
	err := exporter.WriteForm(&b, t.Title, t.Form, rec)
	return b.Bytes(), err
}
