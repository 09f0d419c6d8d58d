package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxDepth is how deep a request may be nested.
const maxDepth = 64

// strictJSON refuses what two readers could read in two ways: a field that stands twice, text that is not UTF-8, more behind
// the end; and what is nested too deep. It says where.
func strictJSON(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !utf8.Valid(body) {
		return errors.New("the request is not valid UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := strictValue(d, "", 1); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the end of the request")
	}
	return nil
}

func strictValue(d *json.Decoder, path string, depth int) error {
	t, err := d.Token()
	if err != nil {
		return fmt.Errorf("the request is not JSON%s: %s", where(path), clip(err.Error(), 100))
	}
	open, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("the request is nested deeper than %d%s", maxDepth, where(path))
	}
	seen := map[string]bool{}
	for i := 0; d.More(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		if open == '{' {
			t, err := d.Token()
			name, ok := t.(string)
			if err != nil || !ok {
				return fmt.Errorf("the request is not JSON%s", where(path))
			}
			if at = path + "." + clip(name, 60); seen[name] {
				return fmt.Errorf("the field %s stands twice; which is meant?", at[1:])
			}
			seen[name] = true
		}
		if err := strictValue(d, at, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("the request is not JSON%s", where(path))
	}
	return nil
}

func where(path string) string {
	if path == "" {
		return ""
	}
	return " at " + path[1:]
}
