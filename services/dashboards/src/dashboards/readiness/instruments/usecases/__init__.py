"""What leaders type into the editor of drafts."""
