package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// claim is a proof made by our producer. Kind "record": the entry with leaf hash Hash is number N
// of the tree; "tree": the first N entries have the root Hash. Hashes are base64.
type claim struct {
	Kind  string
	Size  int64
	Root  tlog.Hash
	N     int64
	Hash  tlog.Hash
	Proof []tlog.Hash
}

func judgeProofs(in io.Reader, out *bufio.Writer) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var c claim
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return err
		}
		if err := judgeProof(c); err != nil {
			fmt.Fprintln(out, "no", err)
		} else {
			fmt.Fprintln(out, "ok")
		}
	}
	return lines.Err()
}

func judgeProof(c claim) error {
	switch c.Kind {
	case "record":
		return tlog.CheckRecord(c.Proof, c.Size, c.Root, c.N, c.Hash)
	case "tree":
		return tlog.CheckTree(c.Proof, c.Size, c.Root, c.N, c.Hash)
	}
	return fmt.Errorf("unknown kind of claim %q", c.Kind)
}
