package access

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, other := NewHandle(), NewHandle()
		content := rapid.SliceOf(rapid.Byte()).Draw(t, "content")
		sealed := s.Seal(content)
		if back, ok := Unseal(s.Text, sealed); !ok || !bytes.Equal(back, content) {
			t.Fatalf("%q becomes %q", content, back)
		}
		for name, text := range map[string]string{"another secret": other.Text, "the hash that is kept": s.Hash, "nothing": ""} {
			if back, ok := Unseal(text, sealed); ok {
				t.Fatalf("%s opens it: %q", name, back)
			}
		}
		if len(content) > 8 && strings.Contains(sealed, string(content)) || s.Seal(content) == sealed {
			t.Fatal("it is not sealed")
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "byte")
		altered := sealed[:i] + string(sealed[i]^1) + sealed[i+1:]
		if back, ok := Unseal(s.Text, altered); ok && altered != sealed && !bytes.Equal(back, content) {
			t.Fatalf("altered, it opens as %q", back)
		}
	})
	for _, bad := range []string{"", "x", "!!!", strings.Repeat("A", 15)} {
		if _, ok := Unseal("secret", bad); ok {
			t.Errorf("%q opens", bad)
		}
	}
}
