package exporter

import (
	"io"

	"tieout/check"
	"tieout/evidence"
	"tieout/internal/exporter/workbook"
	"tieout/workpaper"
)

// WriteWorkpaper writes a paper as an XLSX workbook with live formulas, stamped. Equal papers and stamps give equal
// bytes. An error of type workbook.TooMuch is a paper that no spreadsheet can hold.
func WriteWorkpaper(w io.Writer, p *workpaper.Paper, stamp evidence.Stamp) error {
	return workbook.Write(w, p, stamp)
}

// WorkpaperLimits are the figures of a paper that its workbook may compute otherwise, because a spreadsheet has fifteen
// digits. The workbook names them too.
func WorkpaperLimits(p *workpaper.Paper) ([]check.Finding, error) { return workbook.Limits(p) }
