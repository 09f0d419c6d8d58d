package main

// random is SplitMix64: the same numbers from the same seed on every machine.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// between is a number from low to high, both included.
func (r *random) between(low, high int64) int64 {
	if high <= low {
		return low
	}
	return low + int64(r.next()%uint64(high-low+1))
}

// weights are n numbers, none more than about three times another.
func (r *random) weights(n int) []int64 {
	w := make([]int64, n)
	for i := range w {
		w[i] = r.between(50, 150)
	}
	return w
}
