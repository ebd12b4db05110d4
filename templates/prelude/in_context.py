def IN_CONTEXT(body: CALLABLE[..., T]) -> CALLABLE[..., T]:
    """Let body see the context variables of here and now."""
    return PARTIAL(COPY_CONTEXT().run, body)
