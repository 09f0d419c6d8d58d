package web

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// ParseOrigin brings the address by which browsers call the site into one spelling: scheme, host and port. It must speak
// TLS, unless it is this computer.
func ParseOrigin(text string) (string, error) {
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSpace(text), "/"))
	switch {
	case err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Opaque != "":
		return "", fmt.Errorf("%.100q is not an origin; write it as https://HOST or https://HOST:PORT", text)
	case u.Scheme == "https" || u.Scheme == "http" && localHost(u.Host):
	default:
		return "", fmt.Errorf("%.100q does not speak TLS; say https://HOST, where a proxy in front has the certificate", text)
	}
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && (u.Scheme != "https" || port != "443") && (u.Scheme != "http" || port != "80") {
		host += ":" + port
	}
	return u.Scheme + "://" + host, nil
}

// ParseProxies reads the networks in which proxies stand whose word on where a request came from is taken: 10.0.0.0/8,
// or a single address.
func ParseProxies(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, t := range texts {
		p, err := netip.ParsePrefix(strings.TrimSpace(t))
		if a, aerr := netip.ParseAddr(strings.TrimSpace(t)); aerr == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%.60q is neither a network such as 10.0.0.0/8 nor an address", t)
		}
		if p.Bits() == 0 {
			return nil, fmt.Errorf("%s trusts everybody's word on where they are; name the proxy's own network", p)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// overTLS says whether browsers reach the site over TLS alone.
func (o Options) overTLS() bool { return strings.HasPrefix(o.Origin, "https://") }

// addressKey is under what a request carries where it came from.
type addressKey struct{}

// addressOf is the network address of who asks: the other end of the connection, or what a trusted proxy says of it.
func addressOf(r *http.Request) string {
	if a, ok := r.Context().Value(addressKey{}).(string); ok {
		return a
	}
	return peerOf(r)
}

// peerOf is the other end of the connection.
func peerOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// maxHops is how many proxies in a row are followed.
const maxHops = 20

// asker is where a request came from. Each proxy writes behind those before it whom it heard the request from, so the list
// is read from its end, as long as trusted proxies speak; what stands before them may be made up.
func asker(peer string, forwarded []string, trusted []netip.Prefix) string {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	at := peer
	for range maxHops {
		if !within(at, trusted) || len(hops) == 0 {
			return at
		}
		next, ok := hopAddress(hops[len(hops)-1])
		if !ok {
			return at
		}
		at, hops = next, hops[:len(hops)-1]
	}
	return at
}

// hopAddress reads an address as proxies write it, with or without a port.
func hopAddress(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if ap, err := netip.ParseAddrPort(text); err == nil {
		return ap.Addr().Unmap().WithZone("").String(), true
	}
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return a.Unmap().WithZone("").String(), err == nil
}

func within(address string, networks []netip.Prefix) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, n := range networks {
		if n.Contains(a.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// networkOf is what the limits on signing in count as one place: an address, or the network of 64 bits that a household
// or a server has in version 6.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
