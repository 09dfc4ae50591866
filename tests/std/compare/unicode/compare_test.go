package unicode_test

import (
	"testing"
	real "unicode"

	ours "minigostd/unicode"
)

// TestAgainstReal compares every function on every code point.
func TestAgainstReal(t *testing.T) {
	predicates := map[string][2]func(rune) bool{
		"IsControl": {ours.IsControl, real.IsControl}, "IsDigit": {ours.IsDigit, real.IsDigit}, "IsGraphic": {ours.IsGraphic, real.IsGraphic},
		"IsLetter": {ours.IsLetter, real.IsLetter}, "IsLower": {ours.IsLower, real.IsLower}, "IsMark": {ours.IsMark, real.IsMark},
		"IsNumber": {ours.IsNumber, real.IsNumber}, "IsPrint": {ours.IsPrint, real.IsPrint}, "IsPunct": {ours.IsPunct, real.IsPunct},
		"IsSpace": {ours.IsSpace, real.IsSpace}, "IsSymbol": {ours.IsSymbol, real.IsSymbol}, "IsTitle": {ours.IsTitle, real.IsTitle},
		"IsUpper": {ours.IsUpper, real.IsUpper},
	}
	mappings := map[string][2]func(rune) rune{
		"ToUpper": {ours.ToUpper, real.ToUpper}, "ToLower": {ours.ToLower, real.ToLower}, "ToTitle": {ours.ToTitle, real.ToTitle},
		"SimpleFold": {ours.SimpleFold, real.SimpleFold}, "Turkish.ToUpper": {ours.TurkishCase.ToUpper, real.TurkishCase.ToUpper},
		"Turkish.ToLower": {ours.TurkishCase.ToLower, real.TurkishCase.ToLower}, "Turkish.ToTitle": {ours.TurkishCase.ToTitle, real.TurkishCase.ToTitle},
	}
	for r := rune(-2); r <= real.MaxRune+2; r++ {
		for name, f := range predicates {
			if f[0](r) != f[1](r) {
				t.Errorf("%s(%#x) = %v", name, r, f[0](r))
			}
		}
		for name, f := range mappings {
			if f[0](r) != f[1](r) {
				t.Errorf("%s(%#x) = %#x, want %#x", name, r, f[0](r), f[1](r))
			}
		}
	}
	for _, set := range []struct {
		ours map[string]*ours.RangeTable
		real map[string]*real.RangeTable
	}{
		{ours.Categories, real.Categories}, {ours.Scripts, real.Scripts}, {ours.Properties, real.Properties}, {ours.FoldCategory, real.FoldCategory},
		{ours.FoldScript, real.FoldScript},
	} {
		if len(set.ours) != len(set.real) {
			t.Errorf("%d tables, want %d", len(set.ours), len(set.real))
		}
		for name, table := range set.real {
			for r := rune(0); r <= real.MaxRune; r++ {
				if ours.Is(set.ours[name], r) != real.Is(table, r) {
					t.Fatalf("%s: %#x", name, r)
				}
			}
		}
	}
}
