# ruff: noqa: E501 - the text of a place is kept as it is
"""Places that no attack and no vector needs (see `disabling`)."""

# For tests of this folder, which scripts/battery selftest tries on them: what no exported book can
# show (networks, broken files, calls), and second places that tell of what another has told.
BY_TESTS: frozenset[tuple[str, str]] = frozenset(
    {
        ("archive.py", "raise OSError(_NO_DIRECTORY)"),
        ("archive.py", "raise OSError(_NO_DIRECTORY) #3"),
        ("archive.py", "raise OSError(_NO_DIRECTORY) #4"),
        ("archive.py", "raise OSError(_NO_DIRECTORY) #5"),
        ("archive.py", "raise UnreachableError('the ZIP file unpacks to more than 4 GiB', name)"),
        ("archive.py", "raise UnreachableError(_NO_DIRECTORY, self._path) from None"),
        ("archive.py", "raise UnreadableError(TOO_LONG)"),
        ("archive.py", "raise UnreadableError(_DAMAGED)"),
        ("archive.py", "raise UnreadableError(_DAMAGED) #2"),
        (
            "bls.py",
            "raise NoLibraryError('no library for BLS signatures is installed, or it does not work')",
        ),
        ("canonical.py", "raise NotCanonicalError('the text does not end with one line feed')"),
        ("enterprise.py", "findings.skip(CODE, UNKNOWN_VERSION)"),
        ("finish.py", "findings.fail('06.beacon', Fault(completion.fault, TYPED), draw=id)"),
        (
            "judge.py",
            "findings.skip('05.order', say('the book has no draw {draw}', draw=draw_name(draw)))",
        ),
        ("judge.py", "findings.skip('06.beacon', note, applies=False)"),
        ("judge.py", "findings.skip(code, note, applies=False)"),
        ("lists.py", "raise ListError(*_REFUSED[name])"),
        ("network.py", "raise UnreachableError('this is not an http or https address')"),
        ("network.py", "raise UnreachableError('this is not an http or https address') from None"),
        ("network.py", "raise UnreachableError(message, f'{self._address.shown}/{path}')"),
        ("network.py", "raise UnreadableError(TOO_LONG if path in self.files else MISSING)"),
        ("network.py", "raise http.client.IncompleteRead(b'')"),
        ("note.py", "raise NoteError('a signature line is too short')"),
        ("note.py", "raise NoteError('the checkpoint is not UTF-8') from None"),
        ("openings.py", "raise LineError(NOT_ASCENDING)"),
        ("openings.py", "raise LineError(wrong) from None"),
        ("openings.py", "raise NotCanonicalError('the line is longer than allowed')"),
        ("openings.py", "self.faults.append(Fault(wrong, None, first))"),
        ("proofs.py", "findings.skip('12.proof', error.note)"),
        ("proofs.py", "raise UnknownProofError(_unknown(fault)) from None"),
        ("proving.py", "findings.fail('12.proof', Fault(say(str(fault))))"),
        ("publication.py", "raise UnreadableError(MISSING) from None"),
        ("publication.py", "raise UnreadableError(MISSING) from None #2"),
        ("reading.py", "findings.fail('01.files', Fault(say(str(error)), field=error.where))"),
        (
            "refuting.py",
            'self._skip("the campaign\'s opening entry is missing or could not be read", None)',
        ),
        ("refuting.py", "self._skip('no matched draw that is not void', asked)"),
        ("refuting.py", "self.findings.skip(CODE, say(note), draw=draw)"),
        (
            "schema.py",
            "raise UnknownError(say('{name}, the only one of this version', name='1'), value)",
        ),
        ("seen.py", "findings.skip('01.keep', say('{file} is no note of this log', file=where))"),
        (
            "seen.py",
            "findings.skip('01.typed', say('the checkpoint in the file is not signed by this log'))",
        ),
        ("seen.py", "raise WrongTextError(_NOT_TYPED) #4"),
        (
            "seen.py",
            "raise WrongTextError(say('{file}: {why}', file=name, why=say(str(fault)))) from None",
        ),
        (
            "sheet.py",
            "raise WrongTextError(say('a digest is 64 digits of lower-case hexadecimal'))",
        ),
        (
            "step01_head.py",
            "raise UnreachableError('there is no publication with a checkpoint here', CHECKPOINT)",
        ),
        ("step01_head.py", "raise UnreachableError(_A_ZIP, CHECKPOINT)"),
        ("step01_head.py", "raise _no_head(publication)"),
        ("step01_head.py", "return Fault(say(_MADE_BY_COMPUTER, file=name), field=path)"),
        ("step02_tree.py", "findings.fail('01.files', Fault(wrong))"),
        (
            "step02_tree.py",
            "findings.fail('02.blob', Fault(say('the file is longer than allowed'), field=path))",
        ),
        (
            "step04_signatures.py",
            "findings.fail('04.genesis', Fault(say('the ledger has no entries')))",
        ),
        ("step05_campaign.py", "findings.fail(code, fault_, entry=opening.seq)"),
        (
            "step05_campaign.py",
            "findings.skip('05.roster', say('the blob is missing or damaged (02.blob)'))",
        ),
        ("step05_campaign.py", "findings.skip(code, note)"),
        (
            "step05_campaign.py",
            "findings.skip(code, say('the blob is missing or damaged (02.blob)'))",
        ),
        (
            "step06_beacon.py",
            "findings.skip('06.beacon', say(str(error)), entry=entry.seq, draw=draw.id)",
        ),
        (
            "step06_secrets.py",
            "findings.skip('06.contribution', note, draw=draw.id, entry=draw.close.seq)",
        ),
        (
            "step06_secrets.py",
            "findings.skip('06.contribution', note, draw=draw.id, entry=opening.seq)",
        ),
        ("step07_selection.py", "check.skip('07.cutoff', _NO_LIST, '07.pool')"),
        (
            "step07_selection.py",
            "check.skip('07.drawn', say('the selection of an earlier draw could not be read'))",
        ),
        ("step07_selection.py", "check.skip('07.odds')"),
        ("step07_selection.py", "check.skip('07.pool', say('the roster could not be read'))"),
        ("step07_selection.py", "check.skip('07.tickets', _NO_LIST, '07.pool')"),
        ("step07_selection.py", "check.skip(code, _NO_BLOB)"),
        ("step08_matching.py", "findings.skip('08.totals', _MISSING, draw=id)"),
        (
            "step08_matching.py",
            "findings.skip('08.totals', say('the institutions could not be read'), draw=id)",
        ),
        ("step09_answers.py", "findings.skip('09.object', note, draw=draw.id)"),
        ("step09_answers.py", "findings.skip('09.void', note, entry=void.seq, draw=draw.id) #2"),
        ("step09_answers.py", "findings.skip(code, note, entry=answer.seq, draw=draw.id)"),
        ("step09_answers.py", "return Fault(wrong, 'body.data.finding', None, named)"),
        ("step10_openings.py", "request.findings.skip(code, _NO_OPENING)"),
        ("wire.py", "raise http.client.HTTPException('a line is longer than allowed')"),
        ("wire.py", "raise http.client.HTTPException('the answer is longer than allowed')"),
        ("wire.py", "raise http.client.HTTPException('this is no size of a chunk')"),
    }
)

# Needed by nothing yet.
SURVIVORS: dict[tuple[str, str], str] = {
    (
        "archive.py",
        "raise OSError(_NO_DIRECTORY) #2",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "archive.py",
        "raise OSError(_NO_DIRECTORY) #6",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("archive.py", "raise OSError(_NO_DIRECTORY) #7"): "nothing comes by: untried",
    ("archive.py", "raise OSError(_NO_DIRECTORY) #8"): "nothing comes by: untried",
    (
        "archive.py",
        "raise UnreachableError('this is not a plain file', path)",
    ): "nothing comes by: untried",
    ("archive.py", "raise UnreachableError(MISSING, path) from None"): "nothing comes by: untried",
    ("archive.py", "raise UnreadableError(MISSING)"): "nothing comes by: untried",
    ("archive.py", "raise UnreadableError(MISSING) from None"): "nothing comes by: untried",
    (
        "archive.py",
        "raise UnreadableError(_DAMAGED) #3",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("archive.py", "raise UnreadableError(_DAMAGED) #4"): "nothing comes by: untried",
    (
        "archive.py",
        "raise UnreadableError(_DAMAGED) from None",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "archive.py",
        "raise UnreadableError(_DAMAGED) from None #2",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "auditor_people.py",
        "findings.skip('10.people', UNKNOWN_VERSION)",
    ): "nothing comes by: untried",
    (
        "auditor_people.py",
        "findings.skip('10.people', note)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "bracket.py",
        "raise NoteError('the checkpoint is of another ledger')",
    ): "nothing comes by: untried",
    (
        "canonical.py",
        "raise NotCanonicalError('a number is not an integer')",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "canonical.py",
        "raise NotCanonicalError('the text is not JSON in UTF-8') from None",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("disclosures.py", "self.findings.skip('10.deadline', note)"): "nothing comes by: untried",
    ("disclosures.py", "self.findings.skip('10.deadline', note) #2"): "nothing comes by: untried",
    (
        "disclosures.py",
        "self.findings.skip('10.opening', UNKNOWN_VERSION, entry=seq)",
    ): "nothing comes by: untried",
    (
        "disclosures.py",
        "self.findings.skip('10.opening', note)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "disclosures.py",
        "self.findings.skip('10.opening', note, entry=entry.seq)",
    ): "nothing comes by: untried",
    ("enterprise.py", "findings.skip(CODE, note, draw=draw.id)"): "nothing comes by: untried",
    (
        "enterprise.py",
        "findings.skip(CODE, say('the pool or the selection could not be read'), draw=draw.id)",
    ): "nothing comes by: untried",
    (
        "enterprise.py",
        "findings.skip(CODE, say('the roster could not be read'))",
    ): "nothing comes by: untried",
    (
        "finish.py",
        "findings.skip('05.order', missing)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "finish.py",
        "findings.skip('06.beacon', completion.unchecked, draw=id)",
    ): "nothing comes by: untried",
    (
        "judge.py",
        "findings.fail('01.files', Fault(say(str(error)), field=error.where))",
    ): "nothing comes by: untried",
    ("links.py", "self._findings.skip('03.prev', note, entry=seq)"): "nothing comes by: untried",
    (
        "links.py",
        "self._findings.skip('03.simulation', note)",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("network.py", "raise UnreadableError(MISSING)"): "nothing comes by: untried",
    ("network.py", "raise UnreadableError(TOO_LONG)"): "nothing comes by: untried",
    (
        "note.py",
        "raise NoteError('the checkpoint has a control character')",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "openings.py",
        "raise LineError(Fault(say('a field is wrong'))) from None",
    ): "nothing comes by: untried",
    (
        "openings.py",
        "raise LineError(Fault(say('the line is longer than allowed')))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "openings.py",
        "raise LineError(Fault(wrong, 'person', value['person'], made))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "order.py",
        "findings.skip('05.order', Text(note.template, (('seq', str(first_broken)),)))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "order.py",
        "yield _out_of_place('the roster must be audited before the first draw')",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "people.py",
        "findings.skip('05.people', note)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "people.py",
        "findings.skip('05.people', note, entry=entry.seq)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "proof_in_book.py",
        "findings.skip('12.book', say('not every entry could be read'))",
    ): "nothing comes by: untried",
    (
        "proof_in_book.py",
        "findings.skip('12.book', say('not every entry could be read')) #2",
    ): "nothing comes by: untried",
    (
        "proof_in_book.py",
        "return [(Fault(say('the book has another entry in its place'), 'entry'), proof.index)]",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "proofs.py",
        "raise ProofError(Fault(say('numbers count from 1'), f'entry: body.data.{name}'))",
    ): "nothing comes by: untried",
    (
        "publication.py",
        "raise UnreadableError('this is not a plain file')",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "publication.py",
        "raise UnreadableError(MISSING)",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("publication.py", "raise UnreadableError(MISSING) from None #3"): "nothing comes by: untried",
    (
        "publication.py",
        "raise UnreadableError(TOO_LONG)",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("publication.py", "raise UnreadableError(TOO_LONG) #2"): "nothing comes by: untried",
    (
        "recompute.py",
        "opened.skip('10.pool', say('the pool or the selection could not be read'), '07.pool')",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "recompute.py",
        "opened.skip(code, say('an enterprise cannot be served at all (10.roster)'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "recompute.py",
        "opened.skip(code, say('choice, opening entry or an earlier draw could not be read'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "recompute.py",
        "self.findings.skip(code, note, entry=entry.seq, draw=self.id, rests_on=earlier)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "refuting.py",
        "raise _NotShownError('an entry it needs is missing or could not be read')",
    ): "nothing comes by: untried",
    (
        "refuting.py",
        "raise _NotShownError('an entry it needs is missing or could not be read') #2",
    ): "nothing comes by: untried",
    (
        "refuting.py",
        "raise _NotShownError('the leaf has no stratum in this draw')",
    ): "nothing comes by: untried",
    (
        "refuting.py",
        "raise _NotShownError('the pool or the selection could not be read')",
    ): "nothing comes by: untried",
    (
        "refuting.py",
        "raise _NotShownError('the stratum shows only with facts and lot open')",
    ): "nothing comes by: untried",
    (
        "refuting.py",
        "self._skip('the draw itself is wrong', draw.id)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "refuting.py",
        "self._skip('the roster could not be read', None)",
    ): "nothing comes by: untried",
    ("refuting.py", "self._skip(str(error), draw.id)"): "nothing comes by: untried",
    (
        "roster_contents.py",
        "findings.skip('10.roster', say('catalogue or institutions could not be read'))",
    ): "nothing comes by: untried",
    ("seen.py", "findings.skip('01.keep', _NOT_STORED)"): "nothing comes by: untried",
    ("seen.py", "findings.skip('01.keep', _NOT_STORED) #2"): "nothing comes by: untried",
    ("seen.py", "findings.skip(code, _UNREAD)"): "nothing comes by: untried",
    (
        "sheet.py",
        "findings.skip(CODE, say('not every entry could be read'))",
    ): "nothing comes by: untried",
    (
        "step01_head.py",
        "findings.skip('01.files', say('how many tiles there must be: no checkpoint to tell'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    ("step01_head.py", "findings.skip('01.witness', unread)"): "nothing comes by: untried",
    (
        "step02_tree.py",
        "findings.fail('02.blob', Fault(say(str(fault)), field=path), entry=seq)",
    ): "nothing comes by: untried",
    (
        "step02_tree.py",
        "findings.fail('02.tile', Fault(say(str(fault)), field=tile.path))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step02_tree.py",
        "findings.skip('02.blob', note)",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step02_tree.py",
        "findings.skip('02.blob', say('blobs that nobody was asked for'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step02_tree.py",
        "findings.skip('02.root', say('entries do not fit their tiles (02.tile)'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step02_tree.py",
        "findings.skip('02.tile', say('a tile below is missing'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step02_tree.py",
        "raise UnreachableError('the publication changed while it was read', path)",
    ): "nothing comes by: untried",
    (
        "step02_tree.py",
        "raise UnreachableError(str(fault), path) from None",
    ): "nothing comes by: untried",
    (
        "step04_signatures.py",
        "findings.fail('04.genesis', fault, entry=0) #2",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step04_signatures.py",
        "findings.skip('04.genesis', say('entry 0 could not be read'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step04_signatures.py",
        "findings.skip('04.genesis', say('entry 0 could not be read')) #2",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step04_signatures.py",
        "findings.skip('04.signature', say('not every entry could be read'))",
    ): "tests come by and none goes red: told by another place too, or untested",
    (
        "step05_campaign.py",
        "findings.skip(code, say('{field} is unknown to this version', field=fault.path))",
    ): "nothing comes by: untried",
    (
        "step07_selection.py",
        "check.skip('07.seed', say('an opened secret or the beacon does not fit (step 6)'), *_SECRETS)",
    ): "nothing comes by: untried",
    (
        "step07_strata.py",
        "raise UntypedError('an entry it needs is missing or could not be read')",
    ): "nothing comes by: untried",
    (
        "step07_strata.py",
        "raise UntypedError('choice or catalogue could not be read')",
    ): "nothing comes by: untried",
    (
        "step07_strata.py",
        "raise UntypedError('the pool or the selection could not be read')",
    ): "nothing comes by: untried",
    (
        "step08_matching.py",
        "return Fault(wrong, 'body.data.statement', digest, told)",
    ): "nothing comes by: untried",
    (
        "step08_matching.py",
        "return Fault(wrong, 'body.data.statement', digest, told) #2",
    ): "nothing comes by: untried",
    (
        "strata.py",
        "raise UntypedError('a leaf of the pool has no type by its facts (10.pool)')",
    ): "nothing comes by: untried",
    (
        "strata.py",
        "raise UntypedError('the openings of the pool could not be read')",
    ): "nothing comes by: untried",
    (
        "witnesses.py",
        'raise NoteError("a witness\'s line has a wrong length", name)',
    ): "nothing comes by: untried",
}
