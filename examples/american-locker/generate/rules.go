package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"tieout/fiscal"
)

// rules is what the journals are generated from (rules.yaml).
type rules struct {
	Seed          uint64
	Begin, End    fiscal.Date
	Sources       map[string]string
	Chart         []account
	Parents       []account
	Balances      map[string][]point
	Classes       []class
	Opening       map[string]int64
	Items         []item
	Prices        map[string][]point
	Followed      []followed
	Quarters      []quarter
	TaxPercent    int64 `yaml:"tax_percent"`
	Disposals     []disposal
	Amortization  amortization
	Mortgage, FM  loan
	Term          loan
	LineOfCredit  []point `yaml:"line_of_credit"`
	Stock         []issue
	Directors     directors
	Restructuring map[string]int64
	Plans         []*pensionPlan
	PlanRecords   []planRecord `yaml:"plan_records"`

	late []batch
}

type account struct {
	ID, Account, Type, Section, Concept, Cashflow string
}

// point is a balance at a date, positive on the caption's own side, in dollars.
type point struct {
	On     fiscal.Date
	Amount int64
	Source string
	Solve  bool // what the other balances leave
}

// class says how gross inventories are made up from a day on, in parts of a hundred.
type class struct {
	From    fiscal.Date
	Raw     int64
	WIP     int64 `yaml:"wip"`
	Plastic int64 `yaml:"fg-plastic"`
}

// item is an item of stock. Its class is the account that it is in.
type item struct {
	Code, Name, Class, Unit, Group string
	Cents                          int64       // cost of one at the beginning
	Bought                         bool        // bought in until the end of 2005
	Until                          fiscal.Date // none is made after
}

// followed is when the records of items followed differences that were booked apart.
type followed struct {
	On     fiscal.Date
	Class  string
	Amount int64 // dollars, found positive
	Text   string
}

type quarter struct {
	Quarter, Source               string
	Sales, Plastic, SGA, Benefits int64
	Income                        string // dollars, or "difference"
	IncomeSource                  string `yaml:"income_source"`
	Goodwill                      int64
	NoCurrentTax                  bool  `yaml:"no_current_tax"`
	InterestIncome                int64 `yaml:"interest_income"`
}

type disposal struct {
	On                          fiscal.Date
	Account, Text               string
	Cost, Depreciated, Proceeds int64
}

type amortization struct {
	Monthly int64
	Until   fiscal.Date
}

type loan struct {
	RateBP       int64 `yaml:"rate_bp"`
	Amount       int64
	Opening      int64
	DueAtOpening int64 `yaml:"due_at_opening"`
	Points       []point
	Payments     []point
	Scheduled    []point     // principal due within twelve months at quarter ends
	CallableFrom fiscal.Date `yaml:"callable_from"`
	Refinanced   fiscal.Date
}

type issue struct {
	On     fiscal.Date
	Shares int64
	Price  int64 `yaml:"price_cents"`
	Text   string
}

type directors struct {
	From   fiscal.Date
	Number int64
	Stock  int64 `yaml:"stock_quarter"`
	Cash   int64 `yaml:"cash_quarter"`
	Price  int64 `yaml:"price_cents"`
}

// batch is a file of entries that were posted after the ordinary entries of their period (late.yaml).
type batch struct {
	Posted      fiscal.Date
	Slug, About string
	Entries     []lateEntry
}

type lateEntry struct {
	On                   fiscal.Date
	Origin               fiscal.Date
	Kind, Text, Document string
	Estimate             string // the record that proposes it: it counts here and is in no journal
	Lines                [][]any
}

func readRules(dir string) (*rules, error) {
	r := &rules{}
	if err := readYAML(filepath.Join(dir, "rules.yaml"), r); err != nil {
		return nil, err
	}
	return r, readYAML(filepath.Join(dir, "late.yaml"), &r.late)
}

func readYAML(name string, into any) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}
