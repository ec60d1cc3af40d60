"""Why signing in or choosing a password has failed, in words."""

from dashboards.common.labels import Labels, gettext

SIGN_IN_FAILURES = Labels(
    {"slow": gettext("Too many attempts. Wait a little, then try again.")},
    other=gettext("That name and password do not belong together. Try again."),
)

PASSWORD_FAILURES = Labels(
    {
        "slow": gettext("Too many attempts. Wait a little, then try again."),
        "wrong": gettext("The password you have now was not right. Try again."),
        "same": gettext("The new password must be another one than now."),
        "user_name": gettext("The password must not be your user name."),
        "too_short": gettext("The password must have at least 12 characters."),
    },
    other=gettext("The password must have at least 12 characters."),
)
