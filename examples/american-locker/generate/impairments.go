package main

import (
	"fmt"

	"tieout/fiscal"
)

// testsHead is the record of the tests for impairment but for its amounts, which follow from the books.
const testsHead = `# The tests of the first quarter of 2005, after the contract for plastic lockers was lost, as written down on 2005-07-29. That both losses came
# to about 6.4 million with goodwill of about 6.1 million is real (PR05-11); the values that lead to them and the day of the event are synthetic.
code: PLASTIC
name: Goodwill and rights of the lost contract
unit:
  description: Lockers
  filer: sec
  dims: "basis=synthetic"
accounts:
  goodwill: %[1]q
  goodwill-loss: %[2]q
  loss: %[3]q
events:
  - {date: 2005-02-28, event: "The contract for plastic lockers with the United States Postal Service, the largest customer, was lost", of: both}
goodwill:
  - {date: %[4]s, what: taken over, gross: %[5]q}
groups:
  - {date: 2005-03-31, group: Licences and tooling rights of the contract, fair: "0.00", why: the absence of any other use of them}
assets:
  - {date: 2005-03-31, group: Licences and tooling rights of the contract, asset: Licences and tooling rights, carrying: %[6]q, account: %[7]q, ledger: %[7]q}
flows:
  - {date: 2005-03-31, group: Licences and tooling rights of the contract, year: 1, flow: "0.00"}
tests:
  - {date: 2004-12-31, carrying: "16400000.00", fair: "18900000.00", why: the present value of expected cash flows}
  - {date: 2005-03-31, carrying: "16900000.00", fair: "9800000.00", identifiable: "10300000.00", why: the present value of expected cash flows without the contract}
`

// writeTests writes the record of the tests for impairment: goodwill as it was taken over, and the rights as amortisation left them, both of
// which late.yaml writes off.
func (w *world) writeTests(out map[string][]byte) {
	at := fiscal.MustParse("2005-03-31")
	goodwill, rights := w.r.Opening["goodwill"]*100, w.r.Opening["intangibles"]*100
	for range monthEnds(w.r.Begin, w.r.Amortization.Until) {
		rights -= w.r.Amortization.Monthly * 100
	}
	if goodwill != -w.lateSum("goodwill", at) || rights != -w.lateSum("intangibles", at) {
		panic(fmt.Sprintf("late.yaml writes %d of goodwill and %d of rights off, %d and %d are carried", -w.lateSum("goodwill", at), -w.lateSum("intangibles", at), goodwill, rights))
	}
	out["estimates/impairment-2005-07-29-first-quarter-2005.yaml"] = []byte(fmt.Sprintf(testsHead, w.name("goodwill"), w.name("goodwill-impairment"), w.name("impairment"), w.r.Begin, exactly(goodwill), exactly(rights), w.name("intangibles")))
}
