"""The pure rules of files: nothing here opens, stores or sends one."""
