package property

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

// Register is assets as a schedule of the book: see Topic.
type Register struct {
	classes []class
	held    []Held
	Dims    ledger.Dims
	books   estimate.Books
	months  []fiscal.Period    // from that of the first asset on, as far as was asked
	run     map[*Curve][]int64 // of each asset, depreciation to the end of each of the months
}

type class struct{ name, cost, accumulated, expense, gain, proceeds, loss string }

// read makes the schedule of a record.
func read(r *estimate.Reader) estimate.Schedule {
	x := &Register{Dims: r.One("terms").Dims("dims"), books: r.Books, run: map[*Curve][]int64{}}
	for _, l := range r.Rows("classes") {
		c := class{l.Text("class"), l.Text("cost"), l.Text("accumulated"), l.Text("expense"), l.Text("gain"), l.Text("proceeds"), l.Text("loss")}
		if c.loss == "" {
			c.loss = c.expense
		}
		if x.class(c.name) != nil {
			l.Fail("class", "the class %q stands twice", c.name)
		}
		x.classes = append(x.classes, c)
	}
	assets := x.readAssets(r)
	x.readEvents(r, assets)
	for i, a := range assets {
		c, err := a.Curve()
		if err != nil {
			r.Rows("assets")[i].Fail("", "%v", err)
			continue
		}
		x.held = append(x.held, Held{*a, c})
	}
	return x
}

func (x *Register) class(name string) *class {
	i := slices.IndexFunc(x.classes, func(c class) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	return &x.classes[i]
}

func (x *Register) readAssets(r *estimate.Reader) (out []*Asset) {
	for _, l := range r.Rows("assets") {
		a := &Asset{Name: l.Text("asset"), Class: l.Text("class"), Currency: x.books.Currency, Places: x.books.Digits, Costs: []Part{{"cost", x.books.Exact(l.Minor("cost"))}}, InService: l.Date("in-service"), Calendar: x.books.Calendar, Convention: Convention(r.One("terms").Text("convention")),
			Terms: Terms{Method: Method(l.Text("method")), Salvage: x.books.Exact(l.Minor("salvage")), Life: l.Exact("life"), Factor: l.Exact("factor"), Switch: l.Yes("switch"), Capacity: l.Exact("capacity")}}
		if x.class(a.Class) == nil {
			l.Fail("class", "there is no class %q", a.Class)
		}
		if slices.ContainsFunc(out, func(b *Asset) bool { return b.Name == a.Name }) {
			l.Fail("asset", "the asset %q stands twice", a.Name)
		}
		out = append(out, a)
	}
	return out
}

// readEvents puts changes, use and disposals to their assets.
func (x *Register) readEvents(r *estimate.Reader, assets []*Asset) {
	find := func(l estimate.Line) *Asset {
		i := slices.IndexFunc(assets, func(a *Asset) bool { return a.Name == l.Text("asset") })
		if i < 0 {
			l.Fail("asset", "there is no asset %q", l.Text("asset"))
			return nil
		}
		return assets[i]
	}
	for _, l := range r.Rows("changes") {
		a := find(l)
		if a == nil {
			continue
		}
		t := a.Terms
		if n := len(a.Changes); n > 0 {
			t = a.Changes[n-1].Terms
		}
		if l.Has("life") {
			t.Life = *l.Number("life")
		} else { // what is left of the life before
			from := a.InService
			if n := len(a.Changes); n > 0 {
				from = a.Changes[n-1].On
			}
			t.Life = t.Life.Sub(workpaper.Ratio(int64(l.Date("date")-from), 365))
			if t.Life.Sign() <= 0 && t.Method != Units && t.Method != None {
				l.Fail("life", "nothing is left of its life on %s; say how many years are left", l.Date("date"))
				t.Life = workpaper.Whole(1)
			}
		}
		if l.Has("salvage") {
			t.Salvage = x.books.Exact(l.Minor("salvage"))
		}
		a.Changes = append(a.Changes, Change{On: l.Date("date"), Terms: t, Add: x.books.Exact(l.Minor("add")), Loss: x.books.Exact(l.Minor("loss")), Why: l.Text("why")})
	}
	for _, l := range r.Rows("use") {
		if a := find(l); a != nil {
			a.Use = append(a.Use, Use{l.Date("date"), l.Exact("units")})
		}
	}
	for _, l := range r.Rows("disposals") {
		a := find(l)
		if a == nil {
			continue
		}
		c := x.class(a.Class)
		if a.Disposal != nil {
			l.Fail("asset", "%s left on %s already", a.Name, a.Disposal.On)
		}
		if c != nil && (c.gain == "" || c.proceeds == "" && l.Minor("proceeds") != 0) {
			l.Fail("", "the class %s needs the accounts of gains and of proceeds", a.Class)
		}
		a.Disposal = &Disposal{l.Date("date"), x.books.Exact(l.Minor("proceeds"))}
	}
}

// upTo is how many fiscal months end by a day, from that of the first asset on.
func (x *Register) upTo(d fiscal.Date) int {
	if len(x.months) == 0 && len(x.held) > 0 {
		first := slices.MinFunc(x.held, func(a, b Held) int { return int(a.InService - b.InService) }).InService
		x.months = append(x.months, x.books.Calendar.Month(x.books.Calendar.MonthOf(first)))
	}
	for n := len(x.months); n > 0 && x.months[n-1].End < d; n++ {
		x.months = append(x.months, x.books.Calendar.Month(x.books.Calendar.MonthOf(x.months[n-1].End+1)))
	}
	n, _ := slices.BinarySearchFunc(x.months, d+1, func(m fiscal.Period, d fiscal.Date) int { return int(m.End - d) })
	return n
}

// depreciated is depreciation of an asset over the first months, each in whole minor units as its entry takes it.
func (x *Register) depreciated(h Held, months int) int64 {
	run := x.run[h.Curve]
	for n := len(run); n < months; n++ {
		of := x.books.Minor(h.Of(x.months[n]))
		if n > 0 {
			of += run[n-1]
		}
		run = append(run, of)
	}
	x.run[h.Curve] = run
	if months == 0 {
		return 0
	}
	return run[months-1]
}

// Entries are the depreciation of each month by class, losses of value, and disposals. Purchases and proceeds come with the journals.
func (x *Register) Entries(p fiscal.Period) (out []ledger.Entry) {
	for n, last := x.upTo(p.Start-1)+1, x.upTo(p.End); n <= last; n++ {
		for i, c := range x.classes {
			sum := int64(0)
			for _, h := range x.held {
				if h.Class == c.name {
					sum += x.depreciated(h, n) - x.depreciated(h, n-1)
				}
			}
			if sum != 0 {
				out = append(out, x.entry(x.months[n-1].End, fmt.Sprintf("depreciation-%d", i+1), "Depreciation of the month, "+c.name, ledger.Line{Account: c.expense, Amount: sum}, ledger.Line{Account: c.accumulated, Amount: -sum}))
			}
		}
	}
	for _, h := range x.held {
		c := x.class(h.Class)
		for k, ch := range h.Changes {
			if n := x.books.Minor(ch.Loss); n != 0 && p.Contains(ch.On) {
				out = append(out, x.entry(ch.On, fmt.Sprintf("loss-%s-%d", keyOf(h.Name), k+1), "Loss of value, "+h.Name+": "+ch.Why, ledger.Line{Account: c.loss, Amount: n}, ledger.Line{Account: c.accumulated, Amount: -n}))
			}
		}
		if d := h.Disposal; d != nil && p.Contains(d.On) {
			cost, off, brings := x.books.Minor(h.CostAt(d.On-1)), x.books.Minor(h.At(d.On)), x.books.Minor(d.Proceeds)
			e := x.entry(d.On, "disposal-"+keyOf(h.Name), "Disposal of "+h.Name, ledger.Line{Account: c.accumulated, Amount: off}, ledger.Line{Account: c.proceeds, Amount: brings}, ledger.Line{Account: c.cost, Amount: -cost}, ledger.Line{Account: c.gain, Amount: cost - off - brings})
			e.Lines = slices.DeleteFunc(e.Lines, func(l ledger.Line) bool { return l.Amount == 0 })
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b ledger.Entry) int { return int(a.Effective - b.Effective) })
	return out
}

func keyOf(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "-"), "/", "-")
}

func (x *Register) entry(on fiscal.Date, key, text string, lines ...ledger.Line) ledger.Entry {
	for i := range lines {
		lines[i].Dims = x.Dims
	}
	return ledger.Entry{Kind: ledger.Adjusting, Effective: on, Key: on.String() + "/" + key, Description: text, Lines: lines}
}

// taken is depreciation and losses of an asset to the end of a day as entries take it: month by month, and nothing once it left.
func (x *Register) taken(h Held, at fiscal.Date) (depreciation, losses int64) {
	if h.Disposal != nil && at >= h.Disposal.On {
		return 0, 0
	}
	depreciation = x.depreciated(h, x.upTo(at))
	for _, c := range h.Changes {
		if c.On <= at {
			losses += x.books.Minor(c.Loss)
		}
	}
	return depreciation, losses
}

// Rollforward is cost and accumulated depreciation by class; accumulated depreciation is negative, so that the total is what is carried.
func (x *Register) Rollforward(p fiscal.Period) estimate.Rollforward {
	r := estimate.Rollforward{Title: "Property, plant and equipment", Moves: []string{"Additions", "Depreciation", "Losses of value", "Disposals"}}
	for _, c := range x.classes {
		cost := estimate.RollRow{Component: c.name + ", cost", Group: c.name, Moves: make([]int64, 4)}
		off := estimate.RollRow{Component: c.name + ", accumulated depreciation", Group: c.name, Moves: make([]int64, 4)}
		for _, h := range x.held {
			if h.Class != c.name {
				continue
			}
			x.rolled(h, p, &cost, &off)
		}
		r.Rows = append(r.Rows, cost, off)
	}
	return r
}

// rolled adds an asset to the rows of its class.
func (x *Register) rolled(h Held, p fiscal.Period, cost, off *estimate.RollRow) {
	before := p.Start - 1
	c0, c1 := x.books.Minor(h.CostAt(before)), x.books.Minor(h.CostAt(p.End))
	d0, l0 := x.taken(h, before)
	d1, l1 := x.taken(h, p.End)
	cost.Begin, cost.End, off.Begin, off.End = cost.Begin+c0, cost.End+c1, off.Begin-d0-l0, off.End-d1-l1
	if p.Contains(h.InService) {
		cost.Moves[0] += x.books.Minor(h.Cost())
	}
	for _, c := range h.Changes {
		if p.Contains(c.On) && (h.Disposal == nil || c.On < h.Disposal.On) {
			cost.Moves[0] += x.books.Minor(c.Add)
		}
	}
	if d := h.Disposal; d != nil && p.Contains(d.On) { // what was taken to the month's end before it left, and what the disposal takes off
		dep, loss := x.taken(h, d.On-1)
		off.Moves[1] -= dep - d0
		off.Moves[2] -= loss - l0
		off.Moves[3] += dep + loss
		cost.Moves[3] -= x.books.Minor(h.CostAt(d.On - 1))
		return
	}
	off.Moves[1] -= d1 - d0
	off.Moves[2] -= l1 - l0
}

// Check holds cost and accumulated depreciation of every class against the ledger.
func (x *Register) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	for _, c := range x.classes {
		var cost, off int64
		for _, h := range x.held {
			if h.Class == c.name {
				d, loss := x.taken(h, at)
				cost, off = cost+x.books.Minor(h.CostAt(at)), off+d+loss
			}
		}
		for _, y := range []struct {
			what, account string
			want          int64
		}{{"cost", c.cost, cost}, {"accumulated depreciation", c.accumulated, -off}} {
			if have, err := l.Balance(y.account, at); err == nil && have != y.want {
				found = append(found, check.Finding{Rule: "property-ties", Severity: check.Open, Subject: c.name, Cite: "ASC 360-10-50-1", Message: fmt.Sprintf("%s at the end of %s is %s by the register and %s in the ledger; the difference is %s", y.what, at, x.books.Text(y.want), x.books.Text(have), x.books.Text(have-y.want))})
			}
		}
	}
	return found
}

// Grids are the assets as they stand, and those that left in the period.
func (x *Register) Grids(p fiscal.Period) []estimate.Grid {
	g := estimate.Grid{ID: "assets", Title: "Assets", Columns: []estimate.GridColumn{{Key: "asset", Title: "Asset"}, {Key: "class", Title: "Class"}, {Key: "in-service", Title: "In service", Kind: estimate.Date}, {Key: "method", Title: "Method"}, {Key: "cost", Title: "Cost", Kind: estimate.Amount}, {Key: "period", Title: "Depreciation of the period", Kind: estimate.Amount}, {Key: "accumulated", Title: "Accumulated", Kind: estimate.Amount}, {Key: "carrying", Title: "Carried", Kind: estimate.Amount}}}
	gone := estimate.Grid{ID: "disposals", Title: "Disposals of the period", Columns: []estimate.GridColumn{{Key: "date", Title: "Date", Kind: estimate.Date}, {Key: "asset", Title: "Asset"}, {Key: "carrying", Title: "Carried", Kind: estimate.Amount}, {Key: "proceeds", Title: "Proceeds", Kind: estimate.Amount}, {Key: "gain", Title: "Gain, loss negative", Kind: estimate.Amount}}}
	var sums [4]int64
	for _, h := range x.held {
		if d := h.Disposal; d != nil && p.Contains(d.On) {
			carried, gain := h.Left()
			gone.Rows = append(gone.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Day(d.On), estimate.Words(h.Name), estimate.Money(x.books.Minor(carried)), estimate.Money(x.books.Minor(d.Proceeds)), estimate.Money(x.books.Minor(gain))}})
		}
		cost := x.books.Minor(h.CostAt(p.End))
		if cost == 0 {
			continue
		}
		d0, _ := x.taken(h, p.Start-1)
		d1, l1 := x.taken(h, p.End)
		for i, n := range []int64{cost, d1 - d0, d1 + l1, cost - d1 - l1} {
			sums[i] += n
		}
		g.Rows = append(g.Rows, estimate.GridRow{Cells: []estimate.Cell{estimate.Words(h.Name), estimate.Words(h.Class), estimate.Day(h.InService), estimate.Words(string(h.Terms.Method)), estimate.Money(cost), estimate.Money(d1 - d0), estimate.Money(d1 + l1), estimate.Money(cost - d1 - l1)}})
	}
	if len(g.Rows) > 0 {
		g.Rows = append(g.Rows, estimate.GridRow{Total: true, Cells: []estimate.Cell{estimate.Words("Total"), {}, {}, {}, estimate.Money(sums[0]), estimate.Money(sums[1]), estimate.Money(sums[2]), estimate.Money(sums[3])}})
	}
	out := []estimate.Grid{g}
	if len(gone.Rows) > 0 {
		out = append(out, gone)
	}
	return out
}

// Charts are what is carried at year ends, by class.
func (x *Register) Charts(p fiscal.Period) []estimate.Chart {
	c := estimate.Chart{ID: "carried", Title: "Carried at the ends of fiscal years", Stacked: true}
	year := x.books.Calendar.Year(p.End)
	for _, k := range x.classes {
		c.Series = append(c.Series, estimate.Series{Name: k.name})
	}
	for y := year - 4; y <= year+4; y++ {
		end := x.books.Calendar.YearEnd(y)
		c.Labels = append(c.Labels, end.String())
		for i, k := range x.classes {
			sum := int64(0)
			for _, h := range x.held {
				if h.Class == k.name {
					d, l := x.taken(h, end)
					sum += x.books.Minor(h.CostAt(end)) - d - l
				}
			}
			c.Series[i].Values = append(c.Series[i].Values, sum)
		}
	}
	return []estimate.Chart{c}
}

// Papers are the curves of the assets that bear depreciation in the period, at most twenty.
func (x *Register) Papers(p fiscal.Period) (out []*workpaper.Paper) {
	for _, h := range x.held {
		if h.Of(p).Sign() != 0 && len(out) < 20 {
			out = append(out, h.Paper(h.Years()))
		}
	}
	return out
}

// note is the part of a note on property: methods and lives by class, cost, accumulated depreciation, and depreciation of the periods.
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var b strings.Builder
	gross := estimate.Figure{Label: "Cost of property, plant and equipment", Concept: "us-gaap:PropertyPlantAndEquipmentGross", Instants: map[string]int64{}}
	off := estimate.Figure{Label: "Accumulated depreciation", Concept: "us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment", Credit: true, Instants: map[string]int64{}}
	expense := estimate.Figure{Label: "Depreciation", Concept: "us-gaap:Depreciation", Spans: map[string]int64{}}
	b.WriteString("@block PropertyPlantAndEquipmentPolicyTextBlock\nProperty, plant and equipment are carried at cost less accumulated depreciation.")
	for _, s := range all {
		x := s.(*Register)
		b.WriteString(x.policy(now))
		synthetic := x.Dims.Synthetic()
		gross.Synthetic, off.Synthetic, expense.Synthetic = gross.Synthetic || synthetic, off.Synthetic || synthetic, expense.Synthetic || synthetic
		for name, d := range c.Instants {
			for _, h := range x.held {
				dep, loss := x.taken(h, d)
				gross.Instants[name] += x.books.Minor(h.CostAt(d))
				off.Instants[name] += dep + loss
			}
		}
		for name, p := range c.Spans {
			for _, r := range x.Rollforward(p).Rows {
				expense.Spans[name] -= r.Moves[1]
			}
		}
	}
	b.WriteString("\n@end\n")
	n.Figures = []estimate.Figure{gross, off, expense}
	head, cost, less := "| | {{date now}} |", "| Cost | {{PropertyPlantAndEquipmentGross}} |", "| Accumulated depreciation | {{AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment}} |"
	if _, ok := c.Instants["prior"]; ok {
		head, cost, less = head+" {{date prior}} |", cost+" {{PropertyPlantAndEquipmentGross prior}} |", less+" {{AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment prior}} |"
	}
	b.WriteString("@block PropertyPlantAndEquipmentTextBlock\n" + head + "\n" + cost + "\n" + less + "\n@end\n")
	if _, ok := c.Spans["now"]; ok {
		b.WriteString("Depreciation was {{Depreciation}}.\n")
	}
	n.Text = b.String()
	return n, nil
}

// policy says methods and lives by class.
func (x *Register) policy(now fiscal.Date) string {
	out := ""
	for _, c := range x.classes {
		var low, high workpaper.Number
		var methods []string
		for _, h := range x.held {
			if h.Class != c.name || h.CostAt(now).Sign() == 0 || h.Terms.Method == None {
				continue
			}
			if low.Sign() == 0 || h.Terms.Life.Cmp(low) < 0 {
				low = h.Terms.Life
			}
			if h.Terms.Life.Cmp(high) > 0 {
				high = h.Terms.Life
			}
			if m := strings.ReplaceAll(string(h.Terms.Method), "-", " "); !slices.Contains(methods, m) {
				methods = append(methods, m)
			}
		}
		switch {
		case len(methods) == 0:
		case low.Cmp(high) == 0:
			out += fmt.Sprintf(" %s are depreciated by the %s method over %s years.", c.name, strings.Join(methods, " and "), low)
		default:
			out += fmt.Sprintf(" %s are depreciated by the %s method over %s to %s years.", c.name, strings.Join(methods, " and "), low, high)
		}
	}
	return out
}
