package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"tieout/internal/web"
)

// serveOptions are the options of a site that a command line asks for, with what was printed.
func serveOptions(t *testing.T, args ...string) (web.Options, string, error) {
	t.Helper()
	var c serveCmd
	k, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(args); err != nil {
		t.Fatal(err)
	}
	var o web.Options
	var said bytes.Buffer
	err = c.doors(&Env{Err: &said}, &o)
	return o, said.String(), err
}

func TestServeDoors(t *testing.T) {
	dir := t.TempDir()
	secret := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := secret("good", "s3cret-word\n", 0o600)
	o, said, err := serveOptions(t, "book.db", "--origin", "https://Books.example/", "--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "192.0.2.7",
		"--oidc-issuer", "https://login.example", "--oidc-client", "tieout", "--oidc-secret-file", good, "--oidc-name", "Example Login", "--oidc-scopes", "email,groups", "--oidc-require", "--break-glass", "cora")
	if err != nil || said != "" {
		t.Fatal(err, said)
	}
	x := o.OIDC
	if o.Origin != "https://books.example" || len(o.Proxies) != 2 || x.Secret != "s3cret-word" || x.Name != "Example Login" || strings.Join(x.Scopes, " ") != "openid email groups" || !x.Require || x.BreakGlass[0] != "cora" {
		t.Errorf("%+v %+v", o, *x)
	}
	t.Setenv("TIEOUT_OIDC_ISSUER", "https://login.example")
	t.Setenv("TIEOUT_OIDC_CLIENT", "tieout")
	if o, _, err := serveOptions(t, "book.db"); err != nil || o.OIDC == nil || o.OIDC.Secret != "" {
		t.Errorf("from the environment: %+v %v", o.OIDC, err)
	}
	if _, said, err := serveOptions(t, "book.db", "--oidc-require", "--oidc-secret-file", secret("open", "s3cret-word", 0o644)); err != nil || !strings.Contains(said, "nobody is named by --break-glass") || !strings.Contains(said, "chmod 600") || strings.Contains(said, "s3cret") {
		t.Errorf("warned: %q %v", said, err)
	}
}

func TestServeDoorsRefused(t *testing.T) {
	dir := t.TempDir()
	two := filepath.Join(dir, "two")
	if err := os.WriteFile(two, []byte("s3cret\nword\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	oidc := "--oidc-issuer https://login.example --oidc-client tieout "
	for args, want := range map[string]string{
		"--origin http://books.example":                                   "does not speak TLS",
		"--origin books.example":                                          "write it as https://HOST",
		"--trusted-proxy 0.0.0.0/0":                                       "trusts everybody's word",
		"--trusted-proxy proxy":                                           "neither a network",
		"--oidc-client tieout":                                            "name the provider",
		"--oidc-require":                                                  "name the provider",
		"--break-glass cora":                                              "everybody's password is good",
		"--oidc-issuer https://login.example":                             "client id",
		"--oidc-issuer http://login.example --oidc-client tieout":         "does not speak TLS",
		oidc + "--oidc-secret-file " + two:                                "does not hold one secret",
		oidc + "--oidc-secret-file " + filepath.Join(dir, "is-not-there"): "no such file",
		oidc + "--oidc-secret-file " + dir:                                "not a plain file",
	} {
		_, said, err := serveOptions(t, append([]string{"book.db"}, strings.Fields(args)...)...)
		if err == nil || !strings.Contains(err.Error(), want) || exitOf(err) != Misuse {
			t.Errorf("%s: %v", args, err)
		}
		if strings.Contains(said+errorText(err), "s3cret") {
			t.Errorf("%s: the secret is printed: %v", args, err)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
