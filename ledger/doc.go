// Package ledger holds the chart of accounts, entries and their lines, and the balances that follow from them.
//
// Debits are positive and credits negative, everywhere. The package is pure: it decides whether an entry may
// stand and folds entries into balances; it knows no statements, locks, people or databases.
package ledger
