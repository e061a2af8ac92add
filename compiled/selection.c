/* The selection of docs/spec/02 §6 for pools of a million rows; compiled by scripts/compile.
 *
 * Contract: the same result as draw/selection.py, bit for bit, or a negative number, after which the
 * caller takes the plain path. Nothing here decides what an error is called.
 *
 * The message of a `draw` ticket is seed (64 bytes, one block) ":draw:" leaf (64 bytes), so after
 * the seed each ticket costs two blocks. Sixteen tickets are made at once, one per lane of a vector;
 * the compiler turns a vector into whatever registers the processor has. Rejected: the processor's
 * own SHA-256 instructions, which need other code for every family of processors.
 *
 * Only the first 64 bits of a ticket, its head, are kept. Rows whose head is surely below or above
 * the cut-off need no more; the few between two bounds get their whole ticket and are sorted.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LANES 16
#define DIGITS 64   /* of a leaf, and of a seed */
#define BITS 1072   /* of a message: 8 * (64 + 6 + 64) */

/* x86-64: one copy for each generation of vector registers, chosen when the library is loaded.
 * ONE_COPY, for tests: only what every processor of the family can do. */
#if !defined(ONE_COPY) && defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));

/* Of CPython's stable interface, declared here so that no development headers are needed. */
typedef struct _object PyObject;
extern ptrdiff_t PyTuple_Size(PyObject *);
extern PyObject *PyTuple_GetItem(PyObject *, ptrdiff_t);
extern const char *PyUnicode_AsUTF8AndSize(PyObject *, ptrdiff_t *);
extern void PyErr_Clear(void);

static const uint32_t START[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};
static const uint32_t ROUND[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define ROTR(x, n) (((x) >> (n)) | ((x) << (32 - (n))))

/* One block of SHA-256 (FIPS 180-4 §6.2.2) in every lane; `w` is used up. */
INLINE void absorb(lanes state[8], lanes w[16])
{
    lanes a = state[0], b = state[1], c = state[2], d = state[3];
    lanes e = state[4], f = state[5], g = state[6], h = state[7];
#pragma GCC unroll 64
    for (int t = 0; t < 64; t++) {
        if (t >= 16) {
            lanes x = w[(t + 1) & 15], y = w[(t + 14) & 15];
            w[t & 15] += (ROTR(x, 7) ^ ROTR(x, 18) ^ (x >> 3)) + w[(t + 9) & 15] +
                         (ROTR(y, 17) ^ ROTR(y, 19) ^ (y >> 10));
        }
        lanes one = h + (ROTR(e, 6) ^ ROTR(e, 11) ^ ROTR(e, 25)) + (g ^ (e & (f ^ g))) + ROUND[t] +
                    w[t & 15];
        lanes two = (ROTR(a, 2) ^ ROTR(a, 13) ^ ROTR(a, 22)) + ((a & b) | (c & (a | b)));
        h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

INLINE uint32_t word(const char *text) /* four bytes, big-endian */
{
    const uint8_t *byte = (const uint8_t *)text;
    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

/* The tickets of sixteen leaves as eight words each: out[word][lane]. */
CLONES void sunlot_tickets(const uint32_t middle[8], const char *const leaf[LANES],
                           uint32_t out[8][LANES])
{
    lanes state[8], one[16], two[16];
    memset(two, 0, sizeof two);
    for (int i = 0; i < LANES; i++) {
        const char *text = leaf[i];
        one[0][i] = word(":dra");
        one[1][i] = (uint32_t)('w' << 8 | ':') << 16 | word(text) >> 16;
        for (int j = 2; j < 16; j++)
            one[j][i] = word(text + 4 * j - 6);
        two[0][i] = word(text + 58);
        two[1][i] = word(text + 60) << 16 | 0x8000; /* the last two digits, and the end mark */
        two[15][i] = BITS;
    }
    for (int j = 0; j < 8; j++)
        state[j] = middle[j] - (lanes){0};
    absorb(state, one);
    absorb(state, two);
    memcpy(out, state, sizeof state);
}

/* What SHA-256 has become after the seed: the start of every ticket. */
void sunlot_middle(const char *seed, uint32_t middle[8])
{
    lanes state[8], block[16];
    for (int j = 0; j < 16; j++)
        block[j] = word(seed + 4 * j) - (lanes){0};
    for (int j = 0; j < 8; j++)
        state[j] = START[j] - (lanes){0};
    absorb(state, block);
    for (int j = 0; j < 8; j++)
        middle[j] = state[j][0];
}

/* Where the leaves of a tuple of (leaf, mark) are in memory, and the marks. Returns the number of
 * musts, or -1 for rows of another shape. Needs the interpreter's lock; what follows does not, for
 * tuples and texts never change and the caller keeps them. */
ptrdiff_t sunlot_gather(PyObject *rows, ptrdiff_t count, const char **leaves, char *marks)
{
    ptrdiff_t must = 0, length = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        PyObject *row = PyTuple_GetItem(rows, i);
        if (!row || PyTuple_Size(row) != 2)
            goto strange;
        leaves[i] = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(row, 0), &length);
        if (!leaves[i] || length != DIGITS)
            goto strange;
        const char *mark = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(row, 1), &length);
        if (!mark || length != 1 || (*mark != 'm' && *mark != 'r'))
            goto strange;
        must += *mark == 'm';
        marks[i] = *mark;
    }
    return must;
strange:
    PyErr_Clear();
    return -1;
}

CLONES int sunlot_is_digest(const char *leaf)
{
    uint8_t strange = 0;
    for (int j = 0; j < DIGITS; j++) {
        uint8_t c = (uint8_t)leaf[j];
        strange |= !(((uint8_t)(c - '0') <= 9) | ((uint8_t)(c - 'a') <= 5));
    }
    return !strange;
}

/* The heads of the rows `from` … `to`-1, or -1 unless these are digests, each above the one before
 * it. Several threads may sweep different parts. */
int sunlot_sweep(const uint32_t middle[8], const char *const *leaves, size_t from, size_t to,
                 uint64_t *heads)
{
    for (size_t i = from; i < to; i++)
        if (!sunlot_is_digest(leaves[i]) || (i && memcmp(leaves[i - 1], leaves[i], DIGITS) >= 0))
            return -1;
    for (size_t i = from; i < to; i += LANES) {
        uint32_t out[8][LANES];
        const char *leaf[LANES];
        for (size_t lane = 0; lane < LANES; lane++)
            leaf[lane] = leaves[i + lane < to ? i + lane : i];
        sunlot_tickets(middle, leaf, out);
        for (size_t lane = 0; lane < LANES && i + lane < to; lane++)
            heads[i + lane] = (uint64_t)out[0][lane] << 32 | out[1][lane];
    }
    return 0;
}

struct near {
    uint32_t ticket[8];
    uint32_t place;
};

static int by_ticket_then_place(const void *left, const void *right)
{
    const struct near *a = left, *b = right;
    for (int j = 0; j < 8; j++)
        if (a->ticket[j] != b->ticket[j])
            return a->ticket[j] < b->ticket[j] ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place; /* places ascend by leaf */
}

static void complete(const uint32_t middle[8], const char *const *leaves, struct near *near,
                     size_t count)
{
    for (size_t i = 0; i < count; i += LANES) {
        uint32_t out[8][LANES];
        const char *leaf[LANES];
        for (size_t lane = 0; lane < LANES; lane++)
            leaf[lane] = leaves[near[i + lane < count ? i + lane : i].place];
        sunlot_tickets(middle, leaf, out);
        for (size_t lane = 0; lane < LANES && i + lane < count; lane++)
            for (int j = 0; j < 8; j++)
                near[i + lane].ticket[j] = out[j][lane];
    }
}

/* Draw every must and the `wanted` ≥ 1 lowest others: the marks of all other rows become 0.
 * Returns the place of the row at the cut-off, or -1 if it is not between the bounds (or memory is
 * short); then no mark was changed. */
ptrdiff_t sunlot_choose(const uint32_t middle[8], const char *const *leaves, char *marks,
                        const uint64_t *heads, size_t count, size_t wanted, uint64_t lower,
                        uint64_t upper)
{
    size_t sure = 0, between = 0, filled = 0;
    for (size_t i = 0; i < count; i++) {
        sure += marks[i] == 'r' && heads[i] < lower;
        between += marks[i] == 'r' && heads[i] >= lower && heads[i] <= upper;
    }
    if (sure >= wanted || sure + between < wanted)
        return -1;
    struct near *near = malloc(between * sizeof *near);
    if (!near)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (marks[i] != 'r' || heads[i] < lower)
            continue;
        marks[i] = 0;
        if (heads[i] <= upper)
            near[filled++].place = (uint32_t)i;
    }
    complete(middle, leaves, near, between);
    qsort(near, between, sizeof *near, by_ticket_then_place);
    for (size_t i = 0; i < wanted - sure; i++)
        marks[near[i].place] = 'r';
    ptrdiff_t last = near[wanted - sure - 1].place;
    free(near);
    return last;
}
