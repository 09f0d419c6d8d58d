package xbrl

import "testing"

// BenchmarkDecode measures the first look-up in the shipped table.
func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		decode(table2024)
	}
}
