// Package calc checks that reported numbers add up and do not contradict each other, as Calculations 1.1 (XBRL
// International, REC 2023-02-22) and the Open Information Model define it.
//
// A rounded number stands for an interval of true values. A total is inconsistent only when no true values of its
// parts could add up to it. So every figure may be rounded from its exact amount, and no figure is ever bent to foot.
//
// The rule is applied to relationships of the 2003 arcrole too. The standard taxonomies have the arcrole of 2023
// since 2024, but filings, ours among them, keep to the older one.
package calc
