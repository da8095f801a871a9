package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// contentPolicy lets a page use only what this site serves, run no inline
// script or style, and stand in nobody's frame.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// permissions turns every feature of the browser off that a page could ask for,
// but passkeys for this site.
var permissions = strings.Join([]string{
	"accelerometer=()", "autoplay=()", "browsing-topics=()", "camera=()", "clipboard-read=()",
	"display-capture=()", "encrypted-media=()", "fullscreen=()", "gamepad=()", "geolocation=()", "gyroscope=()",
	"hid=()", "idle-detection=()", "local-fonts=()", "magnetometer=()", "microphone=()", "midi=()", "otp-credentials=()",
	"payment=()", "picture-in-picture=()", "publickey-credentials-create=(self)", "publickey-credentials-get=(self)",
	"screen-wake-lock=()", "serial=()", "storage-access=()", "usb=()", "window-management=()",
	"xr-spatial-tracking=()",
}, ", ")

// protect wraps everything the site serves.
func (s *site) protect(next http.Handler) (http.Handler, error) {
	origins := http.NewCrossOriginProtection()
	if s.Origin != "" {
		if err := origins.AddTrustedOrigin(s.Origin); err != nil {
			return nil, fmt.Errorf("reading the origin of the site: %w", err)
		}
	}
	origins.SetDenyHandler(s.serve(Route{Path: "/", Audience: Public(), Handle: func(*Request) (Response, error) {
		return Response{}, errFromElsewhere
	}}))
	return s.identify(s.headers(origins.Handler(next))), nil
}

// headers sets what every response carries, errors and files too.
func (s *site) headers(next http.Handler) http.Handler {
	secure := strings.HasPrefix(s.Origin, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		if secure {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}

type requestIDKey struct{}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// identify gives each request an id and writes one line about it: its route,
// never its path, which may hold what should not be in a log.
func (s *site) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		random := make([]byte, 8)
		// crypto/rand.Read never returns an error: it ends the program instead.
		_, _ = rand.Read(random)
		id := hex.EncodeToString(random)
		w.Header().Set("X-Request-Id", id)
		r = r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id))
		noted := &statusNote{ResponseWriter: w}
		began := time.Now()
		next.ServeHTTP(noted, r)
		s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("id", id), slog.String("method", r.Method), slog.String("route", r.Pattern),
			slog.Int("status", noted.status), slog.Duration("took", time.Since(began)))
	})
}

// statusNote remembers the status for the log.
type statusNote struct {
	http.ResponseWriter
	status int
}

func (n *statusNote) WriteHeader(status int) {
	if n.status == 0 {
		n.status = status
	}
	n.ResponseWriter.WriteHeader(status)
}

func (n *statusNote) Write(body []byte) (int, error) {
	if n.status == 0 {
		n.status = http.StatusOK
	}
	return n.ResponseWriter.Write(body)
}

func (n *statusNote) Unwrap() http.ResponseWriter { return n.ResponseWriter }

// NewServer is a server for the site with limits on headers and time.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}
