package inventory

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
)

// MoveKind is what a move does to a stock.
type MoveKind uint8

// The kinds. AddCost is a cost of units that came before: freight, duty, an invoice that differs. WriteDown lowers the cost of what is
// on hand: a new cost basis (ASC 330-10-35-14). Recover takes back of the write-downs of the same fiscal year what is still on hand, and
// no more (ASC 270-10-45-6(c)); at the end of the year a write-down stands for good. SetStandard says what one costs from then on.
const (
	Receive MoveKind = iota + 1
	Issue
	AddCost
	WriteDown
	Recover
	SetStandard
)

var moveKinds = [...]string{Receive: "receipt", Issue: "issue", AddCost: "cost", WriteDown: "write-down", Recover: "recovery", SetStandard: "standard"}

func (k MoveKind) String() string {
	if int(k) < len(moveKinds) && moveKinds[k] != "" {
		return moveKinds[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// Move is one movement of a stock: an item at a site.
type Move struct {
	ID     int64 // order of posting, above zero
	Kind   MoveKind
	Date   fiscal.Date // on which ownership changed, or the cost arose
	Costed fiscal.Date // on which it counts: Date, or the first day that was open when it was posted
	Units  int64       // above zero, in the smallest parts of the item's unit; 0 for the other kinds
	Cost   int64       // not below zero, minor units: of all units received, of the cost, write-down or recovery; 0 for an issue. Of a standard: of one unit, in ten-thousandths of a minor unit
	Of     int64       // the receipt that a cost or a return belongs to, or that an issue takes first; 0 for none
}

// Effect is what a move does. Inventory and CostOfSales are debit positive minor units and add up to what came in from outside: the
// cost of a receipt or a late cost, and nothing for the other kinds, which go from one to the other. At standard cost what a receipt
// and a late cost leave is the purchase-price variance, and what a new standard leaves is the revaluation.
type Effect struct {
	Inventory, CostOfSales int64
}

// Stacked is a layer of a stock as it stands.
type Stacked struct {
	Receipt int64 // id of the receipt; 0 for an average and a year
	Date    fiscal.Date
	Year    int // of a LIFO layer; 0 otherwise
	Units   int64
	Cost    int64 // of all units left, minor units
}

// Policy is how a stock is costed.
type Policy struct {
	Method   Method
	Calendar fiscal.Calendar // whose years LIFO layers are of, and within which a write-down can be recovered
	Places   int             // decimals of the unit, for a standard, which is of one unit
	// Since is the day from which Method holds; before it Before does. 0 for always.
	Since  fiscal.Date
	Before Method
}

// stock is what is on hand, under one cost flow.
type stock interface {
	// apply does a move and gives its effect. It refuses what cannot be done and is then unchanged.
	apply(Move) (Effect, error)
	units() int64
	value() int64
	layers() []Stacked
	clone() stock
}

// newStock is an empty one.
func (p Policy) newStock() (stock, error) {
	if p.Since != 0 {
		old, now := p, p
		old.Method, old.Since, now.Since = p.Before, 0, 0
		s, err := old.newStock()
		return &adoptedStock{policy: now, since: p.Since, stock: s}, err
	}
	switch p.Method {
	case FIFO, Specific:
		return &fifoStock{policy: &p}, nil
	case Average:
		return &averageStock{calendar: p.Calendar}, nil
	case Standard:
		return &standardStock{places: p.Places}, nil
	case LIFO:
		return &lifoStock{calendar: p.Calendar}, nil
	}
	return nil, check.Refuse(string(p.Method), "stocks are costed by fifo, lifo, average, specific identification or standard cost")
}

// short is the refusal of an issue of more than there is.
func short(m Move, onHand int64) error {
	return Shortage{m.Costed, m.Units, onHand}
}

// Shortage says that an issue takes more than is on hand on its day: nothing is costed from stock that is not there.
type Shortage struct {
	On             fiscal.Date
	Wanted, OnHand int64 // smallest parts of the unit
}

// Excess says that a write-down takes more off stock than it costs, or that a recovery gives more back than was written down in the
// fiscal year of what is on hand.
type Excess struct {
	On           fiscal.Date
	Amount, Cost int64 // minor units: asked for, and the most that there is
	Recovery     bool
}

func (x Excess) Error() string {
	if x.Recovery {
		return fmt.Sprintf("the recovery of %s gives %d back and %d were written down in its year of what is on hand, minor units", x.On, x.Amount, x.Cost)
	}
	return fmt.Sprintf("the write-down of %s takes %d off what costs %d, minor units", x.On, x.Amount, x.Cost)
}

func (s Shortage) Error() string {
	return fmt.Sprintf("on %s it takes %d and %d are on hand; post the receipt that came first, or correct the quantity", s.On, s.Wanted, s.OnHand)
}

// check refuses a move that means nothing, whatever is on hand.
func (m Move) check() error {
	about := fmt.Sprintf("%s of %s", m.Kind, m.Date)
	switch {
	case m.Kind < Receive || m.Kind > SetStandard:
		return check.Refuse(about, "it is no receipt, issue, cost, write-down, recovery or standard")
	case m.Date == 0 || m.Costed < m.Date:
		return check.Refuse(about, "it has no day, or counts before it")
	case (m.Kind == Receive || m.Kind == Issue) && m.Units <= 0:
		return check.Refuse(about, "%d units; a quantity is above zero", m.Units)
	case m.Kind > Issue && (m.Units != 0 || m.Cost <= 0):
		return check.Refuse(about, "it has an amount above zero and no units")
	case m.Cost < 0 || m.Kind == Issue && m.Cost != 0:
		return check.Refuse(about, "a receipt costs nothing or more, and an issue is costed from what is on hand")
	case m.Kind == AddCost && m.Of == 0:
		return check.Refuse(about, "say which receipt it belongs to")
	}
	return nil
}
