"""Mail: written in the transaction that decides it, sent by a loop of the worker, at least once.

A service that mails has the table (`add_mail_table` in its models, `mail_table` of `shared.migrations` in a migration),
queues messages by `queue_mails`, has `send_mails` and `measure_waiting` among its loops, and `tidy_mails` among its
jobs. Without `MAIL_HOST` nothing is sent, and messages wait.
"""
