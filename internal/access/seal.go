package access

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
)

// Seal locks what is kept in a book with a secret whose text is not in the book: a copy of the book alone does not open
// it (AES-256 in Galois counter mode).
func (s Secret) Seal(content []byte) string {
	g := sealer(s.Text)
	nonce := random(g.NonceSize())
	return base64.RawStdEncoding.EncodeToString(g.Seal(nonce, nonce, content, nil))
}

// Unseal opens what the text of a secret sealed; ok is false when it is something else or was altered.
func Unseal(text, sealed string) (content []byte, ok bool) {
	g := sealer(text)
	b, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(b) < g.NonceSize() {
		return nil, false
	}
	content, err = g.Open(nil, b[:g.NonceSize()], b[g.NonceSize():], nil)
	return content, err == nil
}

// sealer is the cipher of a secret. Secrets are random, so a fast hash makes a good key of one.
func sealer(text string) cipher.AEAD {
	key := sha256.Sum256([]byte("tieout sealed working state\n" + text))
	block, err := aes.NewCipher(key[:])
	if err != nil { // the key has 32 bytes
		panic(err)
	}
	g, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return g
}
