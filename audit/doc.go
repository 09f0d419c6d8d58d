// Package audit is sampling: attribute samples for tests of controls (how many items, and what a sample with deviations says of the
// rate in the population) and monetary-unit samples for tests of balances (how many, which items, and what the misstatements found
// say of the whole balance). PCAOB AS 2315 (before 2016: AU 350) asks for it; the AICPA Audit Guide Audit Sampling has the tables.
//
// Sizes and limits are solved from the probability and not looked up: the binomial and hypergeometric distributions exactly, in whole
// numbers; the Poisson distribution in numbers of 192 bits. A solved rate or factor is rounded up, which never understates risk.
//
// Rates and risks are parts of one. Amounts are in units of the currency; an overstatement is a positive misstatement. A sample is
// drawn from the hash of a frozen population and a seed that is written down, so that anyone can draw the same items again.
package audit
