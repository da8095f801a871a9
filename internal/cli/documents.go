package cli

import (
	papers "throughline/internal/casework/documents"
	"throughline/internal/edge/scan"
	"throughline/internal/edge/upload"
)

// documentsDesk returns where documents are kept. The scanner is named where the
// server is started and never in the record: whoever can write in the database must
// not be able to choose a program that runs here.
func (in *installation) documentsDesk() (*papers.Desk, error) {
	scanner, err := scan.Read(in.Scan)
	if err != nil {
		return nil, coded{exitConfig, err}
	}
	return &papers.Desk{Bench: in.bench, Store: in.record, Clean: upload.Clean, Scan: scanner}, nil
}
