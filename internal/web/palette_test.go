package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var colourOf = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)

// palettes reads the colours of the style sheet, light and dark.
func palettes(t *testing.T) map[string]map[string]string {
	t.Helper()
	b, err := assets.ReadFile("assets/10-site.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, ok := strings.Cut(string(b), "@media (prefers-color-scheme: dark)")
	dark, _, ok2 := strings.Cut(rest, "* { box-sizing")
	if !ok || !ok2 {
		t.Fatal("the style sheet has no light and dark colours")
	}
	out := map[string]map[string]string{}
	for name, text := range map[string]string{"light": light, "dark": dark} {
		out[name] = map[string]string{}
		for _, m := range colourOf.FindAllStringSubmatch(text, -1) {
			out[name][m[1]] = m[2]
		}
	}
	return out
}

// luminance of a colour as WCAG 2.2 defines it.
func luminance(hex string) float64 {
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast holds the colours against WCAG 2.2: 4.5 for text (1.4.3), 3 for the edges of fields and marks (1.4.11).
func TestContrast(t *testing.T) {
	for name, p := range palettes(t) {
		for _, pair := range []struct {
			front string
			backs []string
			least float64
		}{
			{"ink", []string{"paper", "sheet", "accent-soft", "wait-soft", "stop-soft", "info-soft", "hair"}, 4.5},
			{"soft", []string{"paper", "sheet", "accent-soft", "hair"}, 4.5},
			{"faint", []string{"paper", "sheet"}, 4.5},
			{"accent", []string{"paper", "sheet", "accent-soft"}, 4.5},
			{"wait", []string{"paper", "sheet", "wait-soft"}, 4.5}, {"stop", []string{"paper", "sheet", "stop-soft"}, 4.5},
			{"done", []string{"sheet", "done-soft"}, 4.5}, {"info", []string{"sheet", "info-soft"}, 4.5},
			{"edge", []string{"paper", "sheet"}, 3},
		} {
			for _, back := range pair.backs {
				if p[pair.front] == "" || p[back] == "" {
					t.Errorf("%s: %s or %s is no colour of the style sheet", name, pair.front, back)
				} else if got := contrast(p[pair.front], p[back]); got < pair.least {
					t.Errorf("%s: %s on %s has a contrast of %.2f; %.1f is needed", name, pair.front, back, got, pair.least)
				}
			}
		}
	}
}

func TestPaperOfReports(t *testing.T) {
	for _, pair := range [][2]string{{"#111111", "#ffffff"}, {"#111111", "#dff0ea"}} {
		if contrast(pair[0], pair[1]) < 4.5 {
			t.Errorf("%v", pair)
		}
	}
}

// TestAssetsAreSmall keeps the first load under a limit, uncompressed.
func TestAssetsAreSmall(t *testing.T) {
	total := 0
	for name, b := range served() {
		total += len(b)
		if strings.Contains(string(b), "http://") && name != "icon.svg" || strings.Contains(string(b), "https://") || strings.Contains(string(b), "@import") {
			t.Errorf("%s loads something from elsewhere", name)
		}
	}
	if total > 120_000 {
		t.Errorf("the assets have %d bytes", total)
	}
}
