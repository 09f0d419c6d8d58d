package importer

import (
	"io"
	"iter"
	"strings"
)

// Journal reads a journal of any format from a file of the given size in bytes. It may be ranged over once; what it
// yields is said at the top of the package. A format that holds no journal is one Problem.
func Journal(f Format, r io.ReaderAt, size int64, o Options) iter.Seq2[Item, error] {
	if err := o.Mapping.fits(f); err != nil {
		return refusal(o, err)
	}
	stream := io.NewSectionReader(r, 0, size)
	switch f {
	case FormatHledger:
		return Hledger(stream, o)
	case FormatBeancount:
		return Beancount(r, size, o)
	case FormatIIF:
		return IIF(stream, o)
	case FormatOFX:
		return OFX(stream, o)
	case FormatCSV:
		return JournalCSV(stream, o)
	case FormatXLSX:
		return JournalXLSX(r, size, o)
	}
	return refusal(o, unfit("a journal is one of %s; this file is none that is recognised", strings.Join(formatNames(KindJournal), ", ")))
}

// Trial reads a trial balance of any format from a file of the given size in bytes. Bad input is Problems: all of
// them, up to Options.MaxProblems; then the trial balance is empty.
func Trial(f Format, r io.ReaderAt, size int64, o Options) (TrialBalance, error) {
	err := o.Mapping.fits(f)
	switch {
	case err != nil:
	case f == FormatCSV:
		return TrialBalanceCSV(io.NewSectionReader(r, 0, size), o)
	case f == FormatXLSX:
		return TrialBalanceXLSX(r, size, o)
	case f == FormatUnknown:
		err = unfit("a trial balance is CSV or XLSX; this file is neither")
	default:
		err = unfit("a trial balance is CSV or XLSX; this is a journal in %s", f.Title())
	}
	return newTrial(o).result(err)
}

// refusal is a reading that yields one problem.
func refusal(o Options, err error) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		s := sink{reporter: newReporter(o), yield: yield}
		s.close(err)
	}
}

// fits refuses a mapping that says what the format does not leave open.
func (m Mapping) fits(f Format) error {
	rest := m
	switch f {
	case FormatCSV, FormatXLSX, FormatUnknown:
		if len(m.Statements) > 0 {
			return mistake{rule: ruleMapping, why: "the account of a statement and its clearing account are for OFX; the rows of a table name their accounts themselves"}
		}
		return nil
	case FormatIIF:
		rest.Columns, rest.Constants, rest.Values = nil, nil, nil
	case FormatOFX:
		rest.Statements = nil
	}
	if rest.IsZero() {
		return nil
	}
	return mistake{rule: ruleMapping, why: f.Title() + " says by itself how it is to be read; take out of the mapping: " + clip(rest.Text())}
}
