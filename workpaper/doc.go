// Package workpaper is the one shape in which a calculator shows its work: every intermediate figure has a name, a
// formula a person can check by hand, and the paragraph it follows.
//
// A Number is exact: a quotient stays a ratio of whole numbers until the one rounding that the caller names. There is no
// floating point here and no default rounding.
//
// A Paper is a calculation as sections of named steps and tables. Each figure in it is an input, with its source, or a
// formula over other figures; the formula is written once, as a Go expression over Num, Cond, Day and Words, and gives
// the exact value at once, the words and figures of the JSON step (Paper.Sheet) and of a page (Paper.View), and the live
// formula of the spreadsheet (exporter.WriteWorkpaper).
//
//	in := p.Section("Inputs")
//	cost := in.Input("cost available", usd, n, workpaper.Source("purchase ledger"))
//	units := in.Input("units available", workpaper.Count, m)
//	each := p.Section("Result").Step("unit cost", perUnit, cost.Over(units), workpaper.Cite("ASC 330-10-30-9"))
//	result.UnitCost = each.Number()
//
// How to write a calculator with it:
//
//   - Compute over arrays and whole numbers where there is much to compute; build a paper only when someone asks for it,
//     and let a test hold one against the other. Where there is little, take the results from the paper.
//   - Put every figure that someone may want to change or look up into an input or a cell. A literal (Int, Lit) is for
//     what cannot be otherwise: the 12 of the months.
//   - Decide with If, Least, Greatest and conditions, not with Go's if on a value: what the program decides is frozen in
//     the spreadsheet. Go decides the structure: how many layers there are, which method the policy names.
//   - Refuse input first; what is still divided by zero is undefined and shown so.
//   - A table's formula is written in the loop that fills its rows. What the row before had is a variable of the loop; a
//     balance carried forward is Row.Running. Formulas that run along rows, as in a roll-forward, are a table ByRow.
//   - Round by name, in the cell where money is booked. A spreadsheet then gives the same cents; the exporter says where
//     its fifteen digits cannot.
//   - Prove the paper with exportertest.Recalculates, and with papers rebuilt from other inputs.
package workpaper
