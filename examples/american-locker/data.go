// Package americanlocker carries the data of the demonstration: journals, rules, documents, reports and the filed
// figures that only the tie-out reads.
package americanlocker

import "embed"

// Data are the files of this folder that the demonstration uses.
//
//go:embed *.yaml *.csv *.key journal reports stock estimates
var Data embed.FS
