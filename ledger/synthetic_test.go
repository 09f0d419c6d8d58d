package ledger

import "testing"

func TestSynthetic(t *testing.T) {
	for dims, want := range map[Dims]bool{"": false, "basis=synthetic": true, "basis=synthetic;plant=jamestown": true, "basis=by-difference": false, "plant=synthetic": false} {
		if dims.Synthetic() != want {
			t.Errorf("%q: %v", dims, !want)
		}
	}
}
