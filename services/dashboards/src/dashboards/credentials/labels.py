"""What is checked of a credential, and what may be wrong with it, in words."""

from dashboards.common.labels import Labels, gettext

CHECKS = Labels(
    {
        "form": gettext("The form of it"),
        "algorithm": gettext("How it is signed"),
        "issuer": gettext("Who issued it"),
        "key": gettext("The issuer's key"),
        "signature": gettext("The signature"),
        "shape": gettext("What it holds"),
        "dates": gettext("The dates"),
        "status": gettext("Whether it still stands"),
        "badges": gettext("The badges in it"),
    }
)

PROBLEMS = Labels(
    {
        "unreadable": gettext("This cannot be read as a credential. Paste all of it, from its beginning to its end."),
        "algorithm_none": gettext("It is not signed at all."),
        "algorithm_unsupported": gettext("It is signed in a way that is not accepted."),
        "wrong_issuer": gettext("It says that it comes from somebody who did not sign it."),
        "issuer_unreachable": gettext("The issuer cannot be reached just now. Try again later."),
        "unknown_key": gettext("It is signed with a key that the issuer does not know."),
        "tampered": gettext("It was changed after it was signed, or somebody else signed it."),
        "malformed": gettext("It does not hold what a credential must hold."),
        "not_yet_valid": gettext("It is not valid yet."),
        "expired": gettext("It has expired."),
        "revoked": gettext("The issuer has revoked it."),
        "suspended": gettext("The issuer has suspended it."),
        "status_unreachable": gettext("Whether it was revoked cannot be found out just now. Try again later."),
        "status_unreadable": gettext("The issuer's list of revoked credentials cannot be read."),
        "status_forged": gettext("The list of revoked credentials is not signed by the issuer."),
        "status_other_issuer": gettext("The list of revoked credentials is somebody else's."),
        "status_expired": gettext("The issuer's list of revoked credentials is out of date."),
        "badge_not_good": gettext("A badge in it is not good."),
        "badge_not_checked": gettext("A badge in it is signed in a way that cannot be checked here."),
    }
)
