package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OIDC is a provider of single sign-on by OpenID Connect, as the site is told of it.
type OIDC struct {
	Issuer     string   // its address, exactly as it calls itself
	Client     string   // how the site is known there
	Secret     string   // the site's secret there; empty for a client without one
	Name       string   // as people call it; the issuer's host by default
	Scopes     []string // beside openid; profile and email by default
	Require    bool     // passwords are off
	BreakGlass []string // people whose passwords are good all the same
}

// Check says what is wrong with it, and fills in what may be left out.
func (o *OIDC) Check() error {
	u, err := url.Parse(o.Issuer)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return fmt.Errorf("the issuer %.100q is not an address such as https://login.example.com", o.Issuer)
	case u.Scheme != "https" && (u.Scheme != "http" || !localHost(u.Host)):
		return fmt.Errorf("the issuer %.100q does not speak TLS; its address begins with https://", o.Issuer)
	case o.Client == "":
		return errors.New("say how the site is known to the issuer: its client id")
	}
	o.Name = cmp.Or(o.Name, u.Hostname())
	if len(o.Scopes) == 0 {
		o.Scopes = []string{"profile", "email"}
	}
	if !slices.Contains(o.Scopes, oidc.ScopeOpenID) {
		o.Scopes = append([]string{oidc.ScopeOpenID}, o.Scopes...)
	}
	return nil
}

// provider is the provider of single sign-on. What it says of itself is read when somebody first goes there, and again
// after it could not be: the site starts while the provider is down.
type provider struct {
	OIDC
	client *http.Client
	now    func() time.Time

	mu    sync.Mutex
	found *issuerFound
	tried time.Time
	fault error // of the last try
}

// issuerFound is what the provider says of itself.
type issuerFound struct {
	*oidc.Provider
	at     time.Time
	Issues bool `json:"authorization_response_iss_parameter_supported"` // its answers name it (RFC 9207)
}

// Times of the provider.
const (
	providerTime  = 10 * time.Second // for one answer
	tryEvery      = 5 * time.Second  // after it did not answer
	foundFor      = 24 * time.Hour   // after which it is asked anew what it is
	clockSkew     = 2 * time.Minute  // by which its clock and ours may differ
	maxProviderIs = 1 << 20          // bytes of an answer
)

func newProvider(o OIDC, now func() time.Time) (*provider, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	return &provider{OIDC: o, now: now, client: &http.Client{Timeout: providerTime, Transport: shortAnswers{http.DefaultTransport}}}, nil
}

// shortAnswers cuts off what is longer than any answer of a provider.
type shortAnswers struct{ http.RoundTripper }

// RoundTrip asks and bounds the answer.
func (t shortAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := t.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, maxProviderIs), res.Body}
	return res, nil
}

// discover is what the provider says of itself.
func (p *provider) discover(ctx context.Context) (*issuerFound, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.found != nil && now.Sub(p.found.at) < foundFor {
		return p.found, nil
	}
	if p.fault != nil && now.Sub(p.tried) < tryEvery {
		return p.found, p.faultOr()
	}
	op, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	p.tried, p.fault = p.now(), err
	if err != nil {
		return p.found, p.faultOr()
	}
	f := &issuerFound{Provider: op, at: p.tried}
	if err := op.Claims(f); err != nil {
		return nil, err
	}
	p.found = f
	return f, nil
}

// faultOr is why nothing is known of the provider; nothing is wrong while what was read before still stands.
func (p *provider) faultOr() error {
	if p.found != nil {
		return nil
	}
	return p.fault
}

// oauth is the site as a client of the provider.
func (p *provider) oauth(f *issuerFound, redirect string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: f.Endpoint(), RedirectURL: redirect, Scopes: p.Scopes}
}

// account is who somebody is at the provider.
type account struct {
	Subject string
	Label   string // in words, for the person to recognise it by
	Shown   int64  // when they last showed there who they are; 0 when the provider does not say
}

// refusedBy is a refusal in the provider's answer: what is wrong, in words that may be shown.
type refusedBy struct{ what string }

func (r refusedBy) Error() string { return r.what }

// redeem changes the code of an answer for the account that it stands for.
func (p *provider) redeem(ctx context.Context, f *issuerFound, code string, x flow) (account, error) {
	now := p.now()
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.oauth(f, x.Redirect).Exchange(ctx, code, oauth2.VerifierOption(x.Verifier))
	if err != nil {
		return account{}, exchangeFault(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return account{}, refusedBy{"it sent no identity token"}
	}
	v := f.Verifier(&oidc.Config{ClientID: p.Client, Now: func() time.Time { return now.Add(-clockSkew) }})
	id, err := v.Verify(ctx, raw)
	if err != nil {
		return account{}, refusedBy{"its identity token does not hold: " + err.Error()}
	}
	return accountOf(id, token.AccessToken, p.Client, x.Nonce, now)
}

// exchangeFault is why a code could not be redeemed. What the provider sent beside the reason is not shown or kept.
func exchangeFault(err error) error {
	var r *oauth2.RetrieveError
	if errors.As(err, &r) {
		what := "it answered with " + r.Response.Status
		if r.ErrorCode != "" {
			what = fmt.Sprintf("it answered %s %s", r.ErrorCode, r.ErrorDescription)
		}
		return refusedBy{strings.TrimSpace(what)}
	}
	return err
}

// claims are what the site reads of an identity token beside what the library checks.
type claims struct {
	Party    string `json:"azp"`
	AuthTime int64  `json:"auth_time"`
	Name     string `json:"name"`
	Username string `json:"preferred_username"`
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // some providers write it as text
}

// accountOf checks what a token says of itself beyond its signature, issuer, audience and end (OpenID Connect Core 3.1.3.7).
func accountOf(id *oidc.IDToken, access, client, nonce string, now time.Time) (account, error) {
	var c claims
	if err := id.Claims(&c); err != nil {
		return account{}, refusedBy{"its identity token cannot be read"}
	}
	switch {
	case nonce == "" || id.Nonce != nonce:
		return account{}, refusedBy{"its identity token was made for another request"}
	case c.Party != "" && c.Party != client || c.Party == "" && len(id.Audience) > 1:
		return account{}, refusedBy{"its identity token was made for another party"}
	case id.IssuedAt.After(now.Add(clockSkew)):
		return account{}, refusedBy{"its identity token is from the future; the clocks of the two machines differ"}
	case id.Subject == "" || len(id.Subject) > 255:
		return account{}, refusedBy{"its identity token does not say whose it is"}
	case id.AccessTokenHash != "" && id.VerifyAccessToken(access) != nil:
		return account{}, refusedBy{"its two tokens do not belong together"}
	}
	out := account{Subject: id.Subject, Shown: c.AuthTime}
	mail := ""
	if c.Verified == true || c.Verified == "true" {
		mail = c.Email
	}
	out.Label = plainText(cmp.Or(mail, c.Username, c.Name, id.Subject), 120)
	return out, nil
}

// unreachable says whether an error is of the network and not of what was said.
func unreachable(err error) bool {
	var u *url.Error
	var n net.Error
	return errors.As(err, &u) || errors.As(err, &n)
}
