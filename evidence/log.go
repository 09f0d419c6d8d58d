package evidence

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// TileHeight is the number of tree levels a tile spans: tiles of 256 hashes.
const TileHeight = 8

// Tiles is where the hashes of a log are kept. ReadTile returns the hashes of one tile, 32 bytes each, of which
// there may be fewer than 256 at the right edge.
type Tiles interface {
	ReadTile(level int, n int64) ([]byte, error)
	WriteTile(level int, n int64, hashes []byte) error
}

// AppendLeaf adds a leaf to a log of size acts. Only the tiles at the right edge change.
func AppendLeaf(t Tiles, size int64, leaf tlog.Hash) error {
	h := leaf
	for level := 0; ; level++ {
		index := size >> (TileHeight * level)
		if size&(1<<(TileHeight*level)-1) != 1<<(TileHeight*level)-1 && level > 0 {
			return nil // this level gains no hash yet
		}
		n, width := index>>TileHeight, int(index&(1<<TileHeight-1))
		var tile []byte
		if width > 0 {
			var err error
			if tile, err = t.ReadTile(level, n); err != nil {
				return err
			}
			if len(tile) < width*tlog.HashSize {
				return fmt.Errorf("log tile %d/%d holds %d bytes and should hold %d hashes", level, n, len(tile), width)
			}
		}
		tile = append(append([]byte(nil), tile[:width*tlog.HashSize]...), h[:]...)
		if err := t.WriteTile(level, n, tile); err != nil {
			return err
		}
		if width < 1<<TileHeight-1 {
			return nil
		}
		h = subtree(tile)
	}
}

// subtree is the hash over the full tile: the hash that the level above takes up.
func subtree(tile []byte) tlog.Hash {
	hs := split(tile)
	for len(hs) > 1 {
		for i := 0; i < len(hs)/2; i++ {
			hs[i] = tlog.NodeHash(hs[2*i], hs[2*i+1])
		}
		hs = hs[:len(hs)/2]
	}
	return hs[0]
}

// Levels are the hashes that the tiles of a log keep, level by level: the leaves, then one hash for every 256 of the
// level below. It is a log in memory, to compare a stored one with.
type Levels [][]tlog.Hash

// MakeLevels computes the levels over leaves.
func MakeLevels(leaves []tlog.Hash) Levels {
	const width = 1 << TileHeight
	out := Levels{leaves}
	for last := leaves; len(last) >= width; last = out[len(out)-1] {
		var up []tlog.Hash
		for i := 0; i+width <= len(last); i += width {
			up = append(up, subtree(join(last[i:i+width])))
		}
		out = append(out, up)
	}
	return out
}

// ReadTile gives the hashes of one tile; a tile that is not there is empty.
func (l Levels) ReadTile(level int, n int64) ([]byte, error) {
	if level < 0 || level >= len(l) || n < 0 || n > int64(len(l[level]))>>TileHeight {
		return nil, nil
	}
	hs := l[level][n<<TileHeight:]
	return join(hs[:min(len(hs), 1<<TileHeight)]), nil
}

// WriteTile is not for levels that were computed.
func (l Levels) WriteTile(int, int64, []byte) error {
	return fmt.Errorf("a computed log takes no further leaves")
}

func join(hs []tlog.Hash) []byte {
	b := make([]byte, 0, len(hs)*tlog.HashSize)
	for _, h := range hs {
		b = append(b, h[:]...)
	}
	return b
}

func split(tile []byte) []tlog.Hash {
	hs := make([]tlog.Hash, len(tile)/tlog.HashSize)
	for i := range hs {
		copy(hs[i][:], tile[i*tlog.HashSize:])
	}
	return hs
}

// LeafAt is the stored leaf of the act at a position, counted from 1.
func LeafAt(t Tiles, position int64) (tlog.Hash, error) {
	i := position - 1
	tile, err := t.ReadTile(0, i>>TileHeight)
	if err != nil {
		return tlog.Hash{}, err
	}
	at := int(i&(1<<TileHeight-1)) * tlog.HashSize
	if len(tile) < at+tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("the log has no leaf for position %d", position)
	}
	var h tlog.Hash
	copy(h[:], tile[at:])
	return h, nil
}

// Root is the root of the log as it was at the given size, from stored tiles.
func Root(t Tiles, size int64) (tlog.Hash, error) {
	if size == 0 {
		return tlog.TreeHash(0, nil)
	}
	return tlog.TreeHash(size, hashReader{t})
}

// hashReader finds the stored hashes that tlog asks for in tiles.
type hashReader struct{ t Tiles }

func (r hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		h, err := r.hash(x)
		if err != nil {
			return nil, err
		}
		out[i] = h
	}
	return out, nil
}

func (r hashReader) hash(index int64) (tlog.Hash, error) {
	level, n := tlog.SplitStoredHashIndex(index)
	tl, inner := level/TileHeight, level%TileHeight
	first := n << inner // index at the tile's bottom level
	tile, err := r.t.ReadTile(tl, first>>TileHeight)
	if err != nil {
		return tlog.Hash{}, err
	}
	hs := split(tile)
	at, width := int(first&(1<<TileHeight-1)), 1<<inner
	if at+width > len(hs) {
		return tlog.Hash{}, fmt.Errorf("log tile %d/%d is cut: it holds %d hashes and %d are needed", tl, first>>TileHeight, len(hs), at+width)
	}
	hs = hs[at : at+width]
	for len(hs) > 1 {
		for i := 0; i < len(hs)/2; i++ {
			hs[i] = tlog.NodeHash(hs[2*i], hs[2*i+1])
		}
		hs = hs[:len(hs)/2]
	}
	return hs[0], nil
}

// Tree computes the root over leaves as they come, keeping one hash a level: the Merkle root of the entries of
// an import without holding them.
type Tree struct {
	size  int64
	peaks []tlog.Hash // hashes of the full subtrees, largest first
}

// Add appends a leaf.
func (t *Tree) Add(leaf tlog.Hash) {
	t.peaks = append(t.peaks, leaf)
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.peaks) - 1
		t.peaks[last-1] = tlog.NodeHash(t.peaks[last-1], t.peaks[last])
		t.peaks = t.peaks[:last]
	}
	t.size++
}

// Size is the number of leaves so far.
func (t *Tree) Size() int64 { return t.size }

// Root is the root over the leaves so far (RFC 6962, section 2.1).
func (t *Tree) Root() tlog.Hash {
	if t.size == 0 {
		h, _ := tlog.TreeHash(0, nil)
		return h
	}
	h := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.peaks[i], h)
	}
	return h
}
