package testenv
import ("testing";"fmt";"os";"time";"strings")
func TestScratch(t *testing.T) {
	start := time.Now()
	for _, p := range strings.Split(os.Getenv("PKG"), ",") {
	r := Arelle(t, p)
	for _, m := range r.Messages { fmt.Println(m.Level, m.Code, m.Text) }
	fmt.Println(p, len(r.Facts), "facts", time.Since(start))
	}
}
