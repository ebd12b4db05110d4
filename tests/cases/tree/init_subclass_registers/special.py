from base import Base


class Special(Base):
    pass
