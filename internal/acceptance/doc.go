// Package acceptance holds tests that use the program as a stranger does, from the command line, and have outside
// referees judge what comes out: Arelle with the SEC's rules, hledger.
package acceptance
