// Package xbrl holds the language of business reports: concepts and the standard taxonomies that define them,
// facts with their periods, units and dimensions, and the extension taxonomy that a company files with its report.
//
// It knows no ledger. It reads other companies' filings as well as writing ours, so nothing here depends on
// accounts, entries or statements. A statement becomes facts elsewhere; here a fact is a concept, a period, a unit
// and a value whose sign is already XBRL's (see SignFor).
//
// Numbers are decimal text in one canonical spelling (see Canonical): no exponent, no plus sign, no leading or
// trailing zero, never a float.
//
// Sections cited: XBRL 2.1 (XBRL International, REC 2003-12-31 with errata), XBRL Dimensions 1.0, Inline XBRL 1.1,
// Calculations 1.1 (REC 2023-02-22), and the EDGAR Filer Manual, volume II, as "EFM".
package xbrl
