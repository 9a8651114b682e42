"""The words that tell of proceedings, and those that look like it and do not."""

from __future__ import annotations

import re

from ascribe.extract.tokens import Cue
from ascribe.model import ProceedingKind

_P = ProceedingKind
CUES: tuple[tuple[ProceedingKind, str, str], ...] = (
    (_P.ACQUITTED, "before", r"found not guilty|(?:was|were|been) cleared of"),
    (_P.ACQUITTED, "voice", r"acquitted|acquits|exonerated"),
    (_P.ACQUITTED, "after", r"acquittal of|dropped (?:the |all )?charges against"),
    (_P.ARRESTED, "voice", r"arrested|detained|apprehended|nabbed"),
    (_P.ARRESTED, "after", r"arrests?(?: of)?|arresting|detains?|detention of|took into custody|rounded up"),
    (_P.ARRESTED, "before", r"taken into custody|(?:is|are|was|were) in custody|turned (?:him|her|them)sel(?:f"
    r"|ves) in"),
    (_P.CONFESSED, "before", r"(?:has |have |had |later |reportedly )*(?:confessed|confesses|pleaded guilty|pled guilty"
     r"|admitted (?:to )?(?:killing|shooting|planting|carrying|having|murdering|taking part|his|her|their"
     r"|that (?:he|she|they))"
     r"|(?:admitted|acknowledged) (?:to |his |her |their )?(?:role|involvement|part|responsibility)"
     r"|gave (?:a )?(?:full )?confessions?|admitting (?:to|that))"),
    (_P.CONFESSED, "after", r"confessions? (?:of|by)"),
    (_P.CHARGED, "voice", r"charged|indicted"),
    (_P.CHARGED, "before", r"on (?:the )?(?:\w+ )?charges? (?:of|that)|fac(?:es|ing|ed) (?:\w+ ){0,2}charges"
    r"|charges were (?:brought|filed) against"),
    (_P.CHARGED, "after", r"(?:brought|filed|pressed) (?:\w+ ){0,2}charges against|indictment (?:of|against)"
    r"|indicts|charges against"),
    (_P.TRIED, "before", r"(?:went|goes|go|put|is|are|was|were|been|currently) on trial|stood trial|(?:was|were"
    r"|being|been) tried\b(?! to)"
     r"|(?:was|were|been) (?:convicted|found guilty)|appeared in court"),
    (_P.TRIED, "after", r"trial of|convicted|convicts|conviction of|found (?=\w+ \w+ guilty)"),
    (_P.SENTENCED, "voice", r"sentenced|jailed"),
    (_P.SENTENCED, "before", r"(?:was |were |been )?(?:given|handed|received|got) (?:an? "
    r"|the )?(?:\w+[- ]){0,3}(?:sentences?|prison terms?)"),
    (_P.SENTENCED, "after", r"sentences (?=\w+ )|death sentences? (?:against|on|for)"
    r"|handed down (?:\w+ ){0,3}sentences? (?:to|against|on|for)"),
    (_P.RELEASED, "voice", r"released|set free|freed"),
    (_P.RELEASED, "after", r"release of|releases"),
    (_P.RELEASED, "before", r"walked free"),
    (_P.INVESTIGATED, "before", r"under investigation|(?:was|were|is|are|being|been) (?:being )?investigated"),
    (_P.INVESTIGATED, "after", r"(?:is|are|was|were|been|began|begun|started)? ?investigating"
    r"|(?:investigations?|inquir(?:y|ies)|probes?) (?:into|of)"
     r"|investigates"),
)  # fmt: skip
CUE = re.compile("|".join(rf"\b(?P<c{i}>{form})(?!\w)" for i, (_, _, form) in enumerate(CUES)), re.I)
WORTH = Cue(
    """arrest detain detention apprehend nabbed custody confess admit guilty charge indict trial tried convict sentence
    jailed releas freed acquit cleared exonerat investigat inquir probe court rounded turned""".split(),
    ("free",),
    r"free\b",
)
BE = frozenset("was were is are been be being has have had remain remains remained got".split())
ADVERB = frozenset("also later reportedly already then both recently all currently now still subsequently".split())
UNREAL = frozenset(
    "not no never nobody none without if would should could may might must will shall can cannot unless whether"
    " fail failed fails vowed"
    " vows demand demanded demands demanding urged urges urging refused refuses plans planned wants wanted"
    " pledged promised"
    " called calls calling yet until seeking sought threatened hopes hoped n't trying tried".split()
)
CLAUSE = frozenset(
    ', ; : ( ) “ ” " — – . said says that when while but after before because where which as if although adding'.split()
)
OBJECT_END = frozenset(
    "in on at for over after during who which that when while suspected accused near from by , ; : . ( )"
    ' “ ” " — and to with as'
    " since following under was were is are has have had because allegedly but last this yesterday"
    " today opened began started ended"
    " resumed told pending".split()
)
NOT_FREED = re.compile(
    r"\b(?:statement|video|report|figures|footage|photo\w*|names?|images?|data|details|hostages?|captives?"
    r"|kidnapped|abducted|ransom|abductees|audio"
    r"|recording|tape|toll|gas|balloons?|song|document\w*|information|estimate\w*|communiqu\w*)\b",
    re.I,
)
CONFESSED_TO = frozenset("to that in during on before and , . ; ) killing of by under last".split()) | {""}
"""What may follow a confession; "confessed the crisis could persist" is a manner of speaking."""
PRONOUNS = frozenset("he she they him her them who one".split())
DEED = (
    r"(?:attacks?|bombings?|blasts?|explosions?|killings?|murders?|assassinations?|shootings?|massacres?"
    r"|abductions?|kidnappings?|beheadings?|executions?"
    r"|strikes?|raids?|ambush(?:es)?|assaults?|deaths?(?! squad)|crimes?|plots?)"
)
ABOUT = re.compile(
    rf"\b(?:(?:the|an?|his|her|their|this|that|last|several|two|three) (?:[\w'’-]+ ){{0,2}}?)?(?<!to ){DEED}\b"
    r"(?: (?:of|on|in|at|against) (?:(?:the|a|an) )?(?:[\w'’-]+ ?){1,3}?(?=[,.;:]| (?:on|in|and|who|last|after"
    r"|that)\b|$))?"
    r"|\b(?:killing|murdering|shooting|bombing|assassinating|kidnapping|abducting|attacking|planting"
    r"|carrying out) (?:[\w'’-]+ ?){1,6}",
    re.I,
)
GROUP = re.compile(
    r"\b(?:members?|fighters?|commanders?|leaders?|operatives?|suspects?|men|militants?|affiliated|belong(?:s"
    r"|ed|ing)?|links?|ties|linked|loyal|membership)"
    r" (?:of|from|in|with|to) (?:the )?(?:group known as |armed group |militant group |terrorist group "
    r"|so-called )?(?P<a>(?:[A-Z][\w'’-]* ?){1,5})"
    r"|\b(?P<b>(?:[A-Z][\w'’-]+ ){1,3})(?:members?|commander|leader|fighters?|operatives?|militants?|suspects?|cell)\b"
)
MONTHLIKE = re.compile(
    r"^(?:The|A|An|In|On|Last|One|Two|Three|Several|Police|Security|Monday|Tuesday|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday)\b ?"
)
