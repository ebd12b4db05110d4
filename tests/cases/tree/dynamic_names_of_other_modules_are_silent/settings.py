"""Takes options from outside, by name."""

import importlib

import config


def configure(options):
    for name, value in options.items():
        setattr(config, name, value)
        vars(config)[name] = value
        config.__dict__[name] = value
    return getattr(config, "level"), [getattr(config, name) for name in options]


def forget():
    importlib.reload(config)
