package web

import (
	"encoding/json"
	"fmt"
	"time"
)

// sessionCode writes what a session says as JSON: the same values give the same bytes, so that a session that did not
// change is not written anew, and a later version of the program reads what an earlier one wrote. It knows texts, whole
// numbers and marks.
type sessionCode struct{}

// codedSession is a session as it is kept. Fields are added and never change their meaning.
type codedSession struct {
	Version  int               `json:"version"`
	Deadline time.Time         `json:"deadline"`
	Texts    map[string]string `json:"texts,omitempty"`
	Numbers  map[string]int64  `json:"numbers,omitempty"`
	Marks    map[string]bool   `json:"marks,omitempty"`
}

// Encode writes a session.
func (sessionCode) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	c := codedSession{Version: 1, Deadline: deadline.UTC().Truncate(time.Second), Texts: map[string]string{}, Numbers: map[string]int64{}, Marks: map[string]bool{}}
	for k, v := range values {
		switch v := v.(type) {
		case string:
			c.Texts[k] = v
		case int64:
			c.Numbers[k] = v
		case bool:
			c.Marks[k] = v
		default:
			return nil, fmt.Errorf("a session cannot keep %s: it is a %T, not a text, an int64 or a bool", k, v)
		}
	}
	return json.Marshal(c)
}

// Decode reads a session.
func (sessionCode) Decode(b []byte) (time.Time, map[string]any, error) {
	c, err := decodeSession(b)
	values := map[string]any{}
	for k, v := range c.Texts {
		values[k] = v
	}
	for k, v := range c.Numbers {
		values[k] = v
	}
	for k, v := range c.Marks {
		values[k] = v
	}
	return c.Deadline, values, err
}

func decodeSession(b []byte) (c codedSession, err error) { return c, json.Unmarshal(b, &c) }

// person is whose session it is, empty while nobody is signed in.
func (c codedSession) person() string { return c.Texts[keyPerson] }

// began is when the person signed in, or when the visit began.
func (c codedSession) began() time.Time {
	if at := c.Numbers[keySigned]; at != 0 {
		return time.Unix(at, 0)
	}
	return c.Deadline.Add(-sessionTime)
}
