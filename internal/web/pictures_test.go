package web

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

// pictures says that the journeys write the manual's pictures anew: go test ./internal/web -run TestBrowser -args -pictures.
var pictures = flag.Bool("pictures", false, "write the pictures of docs/manual/pictures anew")

// picture takes what the journey shows now as a picture of the manual, and holds it to being one.
func (b *browser) picture(name string) {
	b.t.Helper()
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	seen, err := png.DecodeConfig(bytes.NewReader(shot))
	if err != nil || seen.Width < 600 || seen.Height < 400 {
		b.t.Fatalf("the picture %s is none: %v, %d by %d", name, err, seen.Width, seen.Height)
	}
	path := filepath.Join("..", "..", "docs", "manual", "pictures", name+".png")
	if *pictures {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.t.Fatal(err)
		}
		if err := os.WriteFile(path, shot, 0o644); err != nil {
			b.t.Fatal(err)
		}
		return
	}
	if _, err := os.Stat(path); err != nil {
		b.t.Errorf("the manual lacks the picture of this journey; run it with -args -pictures and look at it: %v", err)
	}
}
