package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/edge/web/assets"
)

// hosts keeps the woman's own pages on a host of their own, where one is named:
// the address of a page must not say that it belongs to a service. On her host
// there is nothing else; on the other host her pages only lead there.
func (s *site) hosts(mux *http.ServeMux, list []Route) (http.Handler, error) {
	if s.HerOrigin == "" {
		return mux, nil
	}
	origin, err := url.Parse(s.HerOrigin)
	if err != nil || origin.Host == "" || origin.Scheme != "https" && origin.Scheme != "http" {
		return nil, fmt.Errorf("the origin of her own pages is %q: write scheme and host, such as https:// and a name", s.HerOrigin)
	}
	if s.home == "" {
		return nil, errors.New("her own pages have a host, and there are none")
	}
	if strings.HasPrefix(s.Origin, "https://") != (origin.Scheme == "https") {
		return nil, errors.New("her own pages and the others must both be reached over https, or neither")
	}
	hers, both := map[string]bool{}, map[string]bool{"GET " + assets.Prefix: true}
	for _, route := range list {
		pattern := route.Method + " " + route.Path
		hers[pattern], both[pattern] = route.Hers, route.leaving
	}
	none := s.serve(Route{Method: http.MethodGet, Path: "/", Audience: Public(), Hers: true, Handle: func(*Request) (Response, error) {
		return Response{}, casework.Fail(casework.NotFound, "finding the page", "there is none at this address")
	}})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		switch onHers := strings.EqualFold(r.Host, origin.Host); {
		case both[pattern], hers[pattern] == onHers && pattern != "/":
			mux.ServeHTTP(w, r)
		case onHers && r.URL.Path == "/":
			http.Redirect(w, r, s.home, http.StatusSeeOther)
		case onHers:
			none.ServeHTTP(w, r)
		case hers[pattern]:
			http.Redirect(w, r, strings.TrimSuffix(s.HerOrigin, "/")+r.URL.RequestURI(), http.StatusSeeOther)
		default:
			mux.ServeHTTP(w, r)
		}
	}), nil
}
