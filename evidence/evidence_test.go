package evidence

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

type memory map[string][]byte

func (m memory) ReadTile(level int, n int64) ([]byte, error) {
	return m[fmt.Sprint(level, "/", n)], nil
}
func (m memory) WriteTile(level int, n int64, b []byte) error {
	m[fmt.Sprint(level, "/", n)] = b
	return nil
}

// The log in tiles has the root that golang.org/x/mod/sumdb/tlog computes over the same leaves.
func TestLogAgreesWithTlog(t *testing.T) {
	tiles, tree := memory{}, Tree{}
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(ix []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(ix))
		for i, x := range ix {
			out[i] = stored[x]
		}
		return out, nil
	})
	roots := map[int64]tlog.Hash{}
	const acts = 70_000 // three levels of tiles
	for i := int64(0); i < acts; i++ {
		leaf := tlog.RecordHash([]byte(fmt.Sprint("act ", i)))
		hs, err := tlog.StoredHashesForRecordHash(i, leaf, read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hs...)
		if err := AppendLeaf(tiles, i, leaf); err != nil {
			t.Fatal(err)
		}
		tree.Add(leaf)
		if i < 600 || i%9973 == 0 || i > acts-3 || i == 65535 || i == 65536 {
			want, err := tlog.TreeHash(i+1, read)
			if err != nil {
				t.Fatal(err)
			}
			roots[i+1] = want
			if got, err := Root(tiles, i+1); err != nil || got != want {
				t.Fatalf("root at %d: %v, %v; want %v", i+1, got, err, want)
			}
			if tree.Root() != want {
				t.Fatalf("streaming root at %d differs", i+1)
			}
		}
		if got, err := LeafAt(tiles, i+1); err != nil || got != leaf {
			t.Fatalf("leaf %d: %v %v", i+1, got, err)
		}
	}
	for size, want := range roots { // older roots stay provable from the grown log
		if got, err := Root(tiles, size); err != nil || got != want {
			t.Fatalf("old root at %d: %v, %v", size, got, err)
		}
	}
}

func TestRecordsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rs []Record
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			r := Record{Word: rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "word")}
			for range rapid.IntRange(0, 4).Draw(t, "fields") {
				if v := rapid.String().Draw(t, "value"); v != "" {
					r.Fields = append(r.Fields, Field{rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "key"), v})
				}
			}
			rs = append(rs, r)
		}
		back, err := ParseRecords(Text(rs))
		if err != nil || fmt.Sprint(back) != fmt.Sprint(rs) {
			t.Fatalf("%q: %v, %v", Text(rs), back, err)
		}
	})
}

func TestCheckpointIsSignedText(t *testing.T) {
	private, public, err := NewKey("an auditor's key", []byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	c := Checkpoint{Book: "A \"small\" company", Position: 17, Root: tlog.RecordHash([]byte("x")), At: "2006-11-13T09:00:00Z", Reason: "lock of 2006-03", Entries: 3, Debits: 1250}
	signed, err := c.Sign(private)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := OpenCheckpoint(signed, public); err != nil || back != c {
		t.Fatal(back, err)
	}
	for i := range signed {
		bad := append([]byte(nil), signed...)
		bad[i] ^= 1
		if got, err := OpenCheckpoint(bad, public); err == nil && got != c {
			t.Fatalf("a checkpoint with byte %d changed was accepted: %+v", i, got)
		}
	}
}
