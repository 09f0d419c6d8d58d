package app

import (
	"fmt"
	"slices"
	"strings"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

// topics puts what topics write into a report's text, and their figures beside its statements.
func (v *View) topics(in *filing.Input) (filing.Document, error) {
	columns := map[string]statement.Column{}
	for name, c := range in.Instants {
		columns["at "+name] = c
	}
	for name, c := range in.Spans {
		columns["over "+name] = c
	}
	return in.Document.Expand(func(topic string) (string, error) {
		switch topic {
		case "inventory":
			n, err := v.inventoryNote(columns)
			if err != nil {
				return "", err
			}
			in.Schedules = append(in.Schedules, filing.Schedule{Topic: topic, Statement: n.Figures})
			return n.Text, nil
		}
		if _, err := EstimateTopic(topic); err != nil {
			names := []string{"inventory"}
			for _, t := range EstimateTopics() {
				if t.Note != nil {
					names = append(names, t.Name)
				}
			}
			return "", fmt.Errorf("there is no topic %q; there are %s", topic, strings.Join(names, ", "))
		}
		text, figures, err := v.estimateNote(topic, columns)
		in.Schedules = append(in.Schedules, filing.Schedule{Topic: topic, Statement: figures})
		return text, err
	})
}

// InventoryNote is the note on inventories (ASC 330-10-50; Regulation S-X 5-02.6): text in the notation of reports whose numbers are
// references, and the figures that no account carries.
type InventoryNote struct {
	Text    string
	Figures statement.Statement
}

// inventoryConcepts are the elements of the accounts that make up inventories, as the note lists them, with their captions.
var inventoryConcepts = [][2]string{{"InventoryRawMaterials", "Raw materials"}, {"InventoryRawMaterialsAndSupplies", "Raw materials and supplies"}, {"InventoryWorkInProcess", "Work in process"}, {"InventoryFinishedGoods", "Finished goods"}, {"InventoryPartsAndComponents", "Parts and components"},
	{"InventorySuppliesNetOfReserves", "Supplies"}, {"OtherInventory", "Other"}, {"InventoryValuationReserves", "Less reserve for obsolescence"}, {"InventoryLIFOReserve", "Less LIFO reserve"}}

// carried is the balance of the accounts that carry an element in a column, debit positive.
func (v *View) carried(c statement.Column, concept string) int64 {
	if c.Absent != "" {
		return 0
	}
	return c.TB.Of(func(r ledger.Row) bool {
		a, _ := v.State.Chart.Account(r.Account)
		return a.Concept == "us-gaap:"+concept
	})
}

// InventoryNote writes the note of a fiscal year or a quarter beside the year before.
func (v *View) InventoryNote(p fiscal.Named, prior fiscal.Named) (InventoryNote, error) {
	columns := map[string]statement.Column{}
	for name, x := range map[string]fiscal.Named{"now": p, "prior": prior} {
		at, err := v.At(x.End)
		if err != nil {
			return InventoryNote{}, err
		}
		over, err := v.Over(x)
		if err != nil {
			return InventoryNote{}, err
		}
		columns["at "+name], columns["over "+name] = at, over
	}
	return v.inventoryNote(columns)
}

func (v *View) inventoryNote(columns map[string]statement.Column) (InventoryNote, error) {
	now, prior := columns["at now"], columns["at prior"]
	var n InventoryNote
	if err := v.inventoryFigures(&n.Figures, columns); err != nil {
		return n, err
	}
	var b strings.Builder
	policy, err := v.inventoryPolicy(now.At)
	if err != nil {
		return n, err
	}
	b.WriteString("@block InventoryPolicyTextBlock\n" + policy + "\n@end\n@block ScheduleOfInventoryCurrentTableTextBlock\n| Class | {{date now}} | {{date prior}} |\n")
	for _, x := range inventoryConcepts {
		if v.carried(now, x[0]) != 0 || v.carried(prior, x[0]) != 0 {
			fmt.Fprintf(&b, "| %s | {{%s}} | {{%s prior}} |\n", x[1], x[0], x[0])
		}
	}
	b.WriteString("|= Inventories, net | {{InventoryNet}} | {{InventoryNet prior}} |\n@end\n")
	for _, s := range v.inventorySentences(n.Figures, columns) {
		b.WriteString(s + "\n\n")
	}
	n.Text = b.String()
	return n, nil
}

// inventoryPolicy says what inventories are stated at and how cost is determined on a day.
func (v *View) inventoryPolicy(day fiscal.Date) (string, error) {
	flow := ""
	var methods []string
	pooled := map[string]bool{}
	var pools []string
	for _, p := range v.State.Stock.Pools {
		if p.Ended != 0 && p.Ended <= day || day <= p.Base {
			continue
		}
		flow = "lifo"
		pools = append(pools, orOther(p.Name, p.Code))
		for _, a := range p.Accounts {
			pooled[a] = true
		}
	}
	if len(pools) > 0 {
		methods = append(methods, "by the last-in, first-out method, in dollar-value pools ("+strings.Join(pools, "; ")+"), from current cost by the first-in, first-out method")
	}
	by := map[inventory.Method][]string{}
	for _, c := range v.State.Stock.Classes {
		if !pooled[c.Inventory] {
			by[c.Method] = append(by[c.Method], strings.ToLower(orOther(c.Name, c.Code)))
		}
		if c.Method == inventory.LIFO {
			flow = "lifo"
		}
	}
	for _, m := range inventory.Methods {
		if names := by[m]; len(names) > 0 {
			methods = append(methods, "by the "+m.Words()+" method for "+join(names))
		}
	}
	at := "the lower of cost or market"
	if inventory.RuleFor(v.State.Calendar.YearPeriod(v.State.Calendar.Year(day)).Start, flow, false) == inventory.Realizable {
		at = "the lower of cost and net realizable value"
	}
	if len(methods) == 0 {
		return "", fmt.Errorf("no class of inventory is defined, so the note does not know how cost is determined; define the classes, or write the note yourself")
	}
	return "Inventories are stated at " + at + ". Cost is determined " + strings.Join(methods, ", and ") + ".", nil
}

// join lists words with commas and an and.
func join(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// Elements of figures that no account carries.
const (
	conceptLiquidation = "us-gaap:EffectOfLIFOInventoryLiquidationOnIncome"
	conceptWriteDown   = "us-gaap:InventoryWriteDown"
)

// inventoryFigures works out the effect of liquidated layers and the write-downs of each period.
func (v *View) inventoryFigures(s *statement.Statement, columns map[string]statement.Column) error {
	rows := []statement.Row{{ID: "lifo-liquidation", Label: "Effect of LIFO liquidation on income before tax", Concept: conceptLiquidation, Show: statement.Credit}, {ID: "write-downs", Label: "Inventory write-downs", Concept: conceptWriteDown, Show: statement.Debit}}
	var keys []string
	for name := range columns {
		if strings.HasPrefix(name, "over ") {
			keys = append(keys, name)
		}
	}
	slices.Sort(keys)
	seen := map[string]bool{}
	for _, name := range keys {
		c := columns[name]
		if seen[c.Key] || c.Absent != "" {
			continue
		}
		seen[c.Key] = true
		s.Columns = append(s.Columns, c)
		liquidated, err := v.liquidation(c.Over)
		if err != nil {
			return err
		}
		down, sources, err := v.writtenDown(c.Over)
		if err != nil {
			return err
		}
		rows[0].Figures = append(rows[0].Figures, statement.Figure{Row: rows[0].ID, Column: c.Key, Amount: -liquidated, Synthetic: liquidated != 0 && v.synthetic(c, v.poolAccounts())})
		rows[1].Figures = append(rows[1].Figures, statement.Figure{Row: rows[1].ID, Column: c.Key, Amount: down, Sources: sources, Synthetic: v.synthetic(c, codesOf(sources))})
	}
	for _, r := range rows {
		if slices.ContainsFunc(r.Figures, func(f statement.Figure) bool { return f.Amount != 0 }) {
			s.Rows = append(s.Rows, r)
		}
	}
	return nil
}

// synthetic says whether lines of accounts in a column are generated for demonstration.
func (v *View) synthetic(c statement.Column, accounts []string) bool {
	return slices.ContainsFunc(c.TB.Rows, func(r ledger.Row) bool {
		return slices.Contains(accounts, r.Account) && r.Dims.Synthetic()
	})
}

func (v *View) poolAccounts() (out []string) {
	for _, p := range v.State.Stock.Pools {
		out = append(out, p.Accounts...)
	}
	return out
}

func codesOf(ss []statement.Source) (out []string) {
	for _, s := range ss {
		out = append(out, s.Account)
	}
	return out
}

// liquidation is by how much layers of pools that were liquidated in a fiscal year raised income before tax; nil for parts of a year, whose
// liquidation is an estimate.
func (v *View) liquidation(p fiscal.Period) (sum int64, err error) {
	if p != v.State.Calendar.YearPeriod(v.State.Calendar.Year(p.End)) {
		return 0, nil
	}
	for _, x := range v.State.Stock.Pools {
		if p.End <= x.Base || x.Ended != 0 && p.End >= x.Ended {
			continue
		}
		s, err := v.PoolAt(x.Code, p.End)
		if err != nil {
			return 0, err
		}
		n, ok := s.Last().Exact.Effect.Round(v.digits(), money.HalfAway).Minor(v.digits())
		if !ok {
			return 0, mistake("pool "+x.Code, "an effect of %s is more than a report can hold", s.Last().Exact.Effect)
		}
		sum += n
	}
	return sum, nil
}

// writtenDown is what movements wrote down in a period and what was charged to reserves for obsolescence, net; nil where it came to a
// release.
func (v *View) writtenDown(p fiscal.Period) (sum int64, sources []statement.Source, err error) {
	for _, m := range v.State.Stock.Moves {
		switch {
		case !p.Contains(m.Costed):
		case m.Kind == inventory.WriteDown:
			sum += m.Cost
		case m.Kind == inventory.Recover:
			sum -= m.Cost
		}
	}
	for _, a := range v.State.Chart.Accounts() {
		if a.Concept != "us-gaap:InventoryValuationReserves" {
			continue
		}
		r, err := v.ReserveRoll(a.Code, fiscal.Named{Period: p})
		if err != nil {
			return 0, nil, err
		}
		sum += r.Costs
		sources = append(sources, statement.Source{Account: a.Code, Amount: r.Costs})
	}
	return max(sum, 0), sources, nil
}

// inventorySentences say what there is to say beside the table.
func (v *View) inventorySentences(s statement.Statement, columns map[string]statement.Column) (out []string) {
	figure := func(concept, column string) int64 {
		r, ok := s.RowOf(concept)
		if !ok {
			return 0
		}
		for _, f := range r.Figures {
			if f.Column == columns[column].Key {
				return f.Amount
			}
		}
		return 0
	}
	a, b := v.carried(columns["at now"], "InventoryLIFOReserve"), v.carried(columns["at prior"], "InventoryLIFOReserve")
	both := func(text, concept string, x, y int64) {
		switch {
		case x != 0 && y != 0:
			out = append(out, fmt.Sprintf(text, "{{"+concept+"}} and {{"+concept+" prior}}", "at {{date now}} and {{date prior}}", "in the period and the one before"))
		case x != 0:
			out = append(out, fmt.Sprintf(text, "{{"+concept+"}}", "at {{date now}}", "in the period"))
		case y != 0:
			out = append(out, fmt.Sprintf(text, "{{"+concept+" prior}}", "at {{date prior}}", "in the period before"))
		}
	}
	both("By the first-in, first-out method inventories would have been higher by %[1]s %[2]s.", "InventoryLIFOReserve", a, b)
	x, y := figure(conceptLiquidation, "over now"), figure(conceptLiquidation, "over prior")
	word := "raised"
	if x > 0 || x == 0 && y > 0 {
		word = "changed"
	}
	both("Layers of the last-in, first-out method were liquidated %[3]s, which "+word+" income before tax by %[1]s.", strings.TrimPrefix(conceptLiquidation, "us-gaap:"), x, y)
	both("Inventories were written down by %[1]s %[3]s, charged to cost of products sold; a write-down is a new cost basis.", strings.TrimPrefix(conceptWriteDown, "us-gaap:"), figure(conceptWriteDown, "over now"), figure(conceptWriteDown, "over prior"))
	return out
}
