package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A parser reads one input and returns what it understood, as text that ours must equal.
type parser func(data []byte) (string, error)

// judgeFrames answers each frame (length, four bytes big-endian, and that many bytes).
func judgeFrames(kind string, args []string, in io.Reader, out *bufio.Writer) error {
	parse, err := parserOf(kind, args)
	if err != nil {
		return err
	}
	frames, length := bufio.NewReader(in), make([]byte, 4)
	for {
		if _, err := io.ReadFull(frames, length); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		data := make([]byte, binary.BigEndian.Uint32(length))
		if _, err := io.ReadFull(frames, data); err != nil {
			return err
		}
		if read, err := parse(data); err != nil {
			fmt.Fprintf(out, "no %.80q\n", err.Error())
		} else {
			fmt.Fprintf(out, "ok %s\n", read)
		}
	}
}

func parserOf(kind string, args []string) (parser, error) {
	if kind == "note" {
		verifier, err := note.NewVerifier(strings.Join(args, ""))
		return func(data []byte) (string, error) { return parseNote(data, verifier) }, err
	}
	known := map[string]parser{
		"key": parseKey, "path": parsePath, "tile": parseTile, "bundle": parseBundle, "json": parseJSON,
	}
	if parse, ok := known[kind]; ok {
		return parse, nil
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

func parseNote(data []byte, verifier note.Verifier) (string, error) {
	tree, err := openNote(data, verifier)
	return fmt.Sprintf("%d %x", tree.N, tree.Hash[:]), err
}

func parseKey(data []byte) (string, error) {
	verifier, err := note.NewVerifier(string(data))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x %08x", verifier.Name(), verifier.KeyHash()), nil
}

// parsePath reads a tile's path in our form, which says `entries` for `data` and no height.
func parsePath(data []byte) (string, error) {
	path := string(data)
	if !strings.HasPrefix(path, "tile/") || strings.HasPrefix(path, "tile/data/") {
		return "", errors.New("not below tile/, or a level of another name")
	}
	path = strings.Replace(path, "tile/entries/", "tile/data/", 1)
	tile, err := tlog.ParseTilePath(strings.Replace(path, "tile/", "tile/8/", 1))
	return fmt.Sprintf("%d %d %d", tile.L, tile.N, tile.W), err
}

// parseTile reads width (two bytes), root (32) and the bytes of the only tile of that tree, and
// answers with the hash that tlog computes from them: the root, once it has been compared.
func parseTile(data []byte) (string, error) {
	if len(data) < 34 {
		return "", errors.New("no width and root")
	}
	tree := tlog.Tree{N: int64(binary.BigEndian.Uint16(data))}
	if tree.N < 1 || tree.N > 256 {
		return "", errors.New("no such width")
	}
	copy(tree.Hash[:], data[2:34])
	if tree.N == 256 { // a full tile has a parent, which here holds one hash
		return twoTiles(tree, data[34:])
	}
	hash, err := tlog.TreeHash(tree.N, tlog.TileHashReader(tree, memory{0: data[34:]}))
	return fmt.Sprintf("%x", hash[:]), err
}

func twoTiles(tree tlog.Tree, data []byte) (string, error) {
	reader := tlog.TileHashReader(tree, memory{0: data, 1: tree.Hash[:]})
	tile := tlog.Tile{H: height, L: 0, N: 0, W: 256}
	_, err := tlog.ReadTileData(tile, reader)
	return fmt.Sprintf("%x", tree.Hash[:]), err
}

// memory holds the first tile of each level.
type memory map[int][]byte

func (m memory) Height() int                         { return height }
func (m memory) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (m memory) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		all = append(all, m[tile.L])
	}
	return all, nil
}

// parseBundle reads a count (two bytes) and an entries tile, and answers with the tree hash.
func parseBundle(data []byte) (string, error) {
	if len(data) < 2 || binary.BigEndian.Uint16(data) == 0 {
		return "", errors.New("no count")
	}
	entries, err := splitBundle(data[2:], int(binary.BigEndian.Uint16(data)))
	if err != nil {
		return "", err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for n, entry := range entries {
		more, err := tlog.StoredHashes(int64(n), entry, reader)
		if err != nil {
			return "", err
		}
		stored = append(stored, more...)
	}
	hash, err := tlog.TreeHash(int64(len(entries)), reader)
	return fmt.Sprintf("%x", hash[:]), err
}

// parseJSON only says whether this is one JSON text in UTF-8: Go forgives repeated keys and writes
// other escapes, so what the text means is compared with Node's reading (node/canonical.cjs).
func parseJSON(data []byte) (string, error) {
	if !utf8.Valid(data) || !json.Valid(data) {
		return "", errors.New("not JSON in UTF-8")
	}
	return "json", nil
}
