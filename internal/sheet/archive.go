package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The limits of an archive. They hold for the bytes that really come out of it, not for what it says of itself.
const (
	MaxEntries  = 2000
	MaxInflated = 200 << 20 // bytes of all parts together
	ratioFrom   = 100 << 10 // bytes of a part from which its ratio counts
	maxRatio    = 100
)

// archive is a zip file that has passed the guard.
type archive struct {
	parts    map[string]*zip.File // by lower-case name with slashes
	inflated int64
}

// openArchive opens a zip file and refuses what no spreadsheet program writes: too many entries, too large,
// encrypted, links, names that leave the archive or come twice, and entries that share bytes.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	if err := countEntries(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, zipFault(err)
	}
	a := &archive{parts: map[string]*zip.File{}}
	total := uint64(0)
	for _, f := range z.File {
		if err := a.admit(f); err != nil {
			return nil, err
		}
		if total += min(f.UncompressedSize64, MaxInflated+1); total > MaxInflated {
			return nil, unfit("the archive holds more than 200 MB; export the sheet as CSV, which can be of any size")
		}
	}
	return a, overlaps(z.File)
}

// zipFault tells a damaged archive from a fault of the world.
func zipFault(err error) error {
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || strings.HasPrefix(err.Error(), "flate:") || errors.Is(err, zip.ErrInsecurePath) {
		return unfit("the file is damaged or was cut (%v); get it again", err)
	}
	return fmt.Errorf("reading the workbook: %w", err)
}

func (a *archive) admit(f *zip.File) error {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	key := strings.ToLower(name)
	switch {
	case name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, ":") || slices.Contains(strings.Split(name, "/"), ".."):
		return unfit("the archive has the entry %q, which points outside of it", clip(f.Name))
	case f.Mode()&^0o777 != 0 && !f.Mode().IsDir():
		return unfit("the archive has the entry %q, which is a link or a device", clip(f.Name))
	case f.Flags&1 != 0:
		return unfit("the archive is encrypted; save a copy without a password")
	case a.parts[key] != nil:
		return unfit("the archive has the entry %q twice", clip(f.Name))
	}
	a.parts[key] = f
	return nil
}

// overlaps refuses entries that share bytes, the way of the small archive that inflates without end.
func overlaps(files []*zip.File) error {
	type extent struct{ start, end int64 }
	var all []extent
	for _, f := range files {
		data, err := f.DataOffset()
		if err != nil {
			return zipFault(err)
		}
		all = append(all, extent{data - 30 - int64(len(f.Name)), data + int64(f.CompressedSize64)})
	}
	slices.SortFunc(all, func(a, b extent) int { return int(min(max(a.start-b.start, -1), 1)) })
	for i := 1; i < len(all); i++ {
		if all[i].start < all[i-1].end {
			return unfit("the archive has entries that share the same bytes")
		}
	}
	return nil
}

// countEntries walks over the directory at the end of the archive before anything is kept of it.
func countEntries(r io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 65557))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the workbook: %w", err)
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < 22 {
		return unfit("the file is damaged or was cut (it has no directory at its end); get it again")
	}
	entries, length := binary.LittleEndian.Uint16(tail[i+10:]), binary.LittleEndian.Uint32(tail[i+12:])
	if entries > MaxEntries || length > MaxEntries*1024 {
		return unfit("the archive has more than %d entries; this is no ordinary workbook", MaxEntries)
	}
	// What stands between the directory and its end is bounded above; Go reads entries until they stop, so the
	// walk goes on to the end too.
	start := size - int64(len(tail)) + int64(i) - int64(length)
	return walkDirectory(r, start, size)
}

func walkDirectory(r io.ReaderAt, at, size int64) error {
	head := make([]byte, 46)
	for n := 0; at >= 0 && at+46 <= size; n++ {
		if _, err := r.ReadAt(head, at); err != nil {
			return fmt.Errorf("reading the workbook: %w", err)
		}
		if !bytes.HasPrefix(head, []byte("PK\x01\x02")) {
			return nil
		}
		if n >= MaxEntries {
			return unfit("the archive has more than %d entries; this is no ordinary workbook", MaxEntries)
		}
		u := func(i int) int64 { return int64(binary.LittleEndian.Uint16(head[i:])) }
		at += 46 + u(28) + u(30) + u(32)
	}
	return nil
}

// open inflates a part while counting. It is false when there is no such part.
func (a *archive) open(name string) (io.ReadCloser, bool, error) {
	f := a.parts[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if f == nil {
		return nil, false, nil
	}
	rc, err := f.Open()
	if err != nil {
		return nil, true, zipFault(err)
	}
	return &part{rc, a, f.Name, int64(f.CompressedSize64), 0}, true, nil
}

// part counts what really comes out of an entry.
type part struct {
	io.ReadCloser
	a                 *archive
	name              string
	compressed, count int64
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.count += int64(n)
	p.a.inflated += int64(n)
	switch {
	case p.a.inflated > MaxInflated:
		return 0, unfit("the archive holds more than 200 MB; export the sheet as CSV, which can be of any size")
	case p.count > ratioFrom && p.count/maxRatio > p.compressed:
		return 0, unfit("the part %q of the archive is more than %d times as large as it says; this is no ordinary workbook", clip(p.name), maxRatio)
	case err != nil && !errors.Is(err, io.EOF):
		return n, zipFault(err)
	}
	return n, err
}
