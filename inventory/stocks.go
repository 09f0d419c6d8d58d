package inventory

// Stocks are many stocks under one policy, costed in the order in which their moves are given: for valuing all of a book at once.
type Stocks struct {
	policy Policy
	list   []stock
	fifo   []fifoStock // the same, beside each other, where that is the method: reaching them is most of the time
}

// NewStocks are n empty stocks, numbered from 0.
func NewStocks(p Policy, n int) (*Stocks, error) {
	s := &Stocks{policy: p, list: make([]stock, n)}
	if p.Since == 0 && (p.Method == FIFO || p.Method == Specific) {
		s.fifo = make([]fifoStock, n)
		for i := range s.fifo {
			s.fifo[i] = fifoStock{policy: &s.policy}
			s.list[i] = &s.fifo[i]
		}
		return s, nil
	}
	for i := range s.list {
		var err error
		if s.list[i], err = p.newStock(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Apply does a move on a stock and gives its effect. Moves of one stock come in the order of the days on which they count.
func (s *Stocks) Apply(i int, m Move) (Effect, error) {
	if s.fifo != nil {
		return s.fifo[i].apply(m)
	}
	return s.list[i].apply(m)
}

// At is what is on hand of a stock: smallest parts of its unit, and minor units.
func (s *Stocks) At(i int) (units, value int64) { return s.list[i].units(), s.list[i].value() }
